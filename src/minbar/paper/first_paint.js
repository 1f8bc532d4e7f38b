try{Object.assign(document.documentElement.dataset,JSON.parse(localStorage["minbar:reading"]))}catch{}
