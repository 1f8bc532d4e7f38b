// @ts-check

/** See service_worker.js, which keeps pages there and says what they are called. */
const CACHES = ["minbar:listed", "minbar:read"];
const TITLE = "Minbar-Title";

/** Below what says that there is no network: the pages that can be read without, the newest first. */
class MinbarKeptPages extends HTMLElement {
  connectedCallback() {
    this.#list().catch(() => {}); // where no page may keep anything
  }

  async #list() {
    const list = this.querySelector("[data-list]");
    for (const name of globalThis.caches ? CACHES : []) {
      const cache = await caches.open(name);
      for (const request of [...(await cache.keys())].reverse()) {
        const page = await cache.match(request);
        const link = document.createElement("a");
        link.href = new URL(request.url).pathname;
        link.textContent = decodeURIComponent(page?.headers.get(TITLE) ?? link.href);
        const entry = document.createElement("li");
        entry.append(link);
        list?.append(entry);
        this.hidden = false;
      }
    }
  }
}

customElements.define("minbar-kept-pages", MinbarKeptPages);

/** Set where somebody has said that the phone is not theirs: nothing is kept on it then. */
const NOT_MINE = "minbar:not-mine";

/** Let the browser keep what is read, once this page is here whole. */
async function keepPages() {
  if (localStorage.getItem(NOT_MINE) !== null) {
    await keepNothing();
    return;
  }
  const { controller } = navigator.serviceWorker;
  await navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" });
  // The first page came before there was anything to keep it. A receipt, say, has no such link.
  if (!controller && document.querySelector("link[rel=canonical]")) {
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage({ read: location.pathname });
  }
}

async function keepNothing() {
  const workers = await navigator.serviceWorker.getRegistrations();
  await Promise.all(workers.map((worker) => worker.unregister()));
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

if (navigator.serviceWorker) {
  addEventListener("load", () => keepPages().catch(() => {}));
}
