// @ts-check

/** Where pictures come from: nothing else is let wait. */
const MEDIA = "/media/";

/** See minbar-receipts.js: then there is no worker, which alone can let pictures wait. */
const NOT_MINE = "minbar:not-mine";

const worker = navigator.serviceWorker;
const root = document.documentElement;

/** Pictures that wait, each with the button in its place. */
const waiting = /** @type {Map<HTMLImageElement, HTMLButtonElement>} */ (new Map());

function wait() {
  return root.dataset.pictures === "tap";
}

/**
 * The worker has answered this picture with nothing: say in its place what it would show.
 * @param {HTMLImageElement} image
 */
function letWait(image) {
  const frame = image.closest("picture")?.parentElement ?? image.parentElement;
  if (!frame || waiting.has(image)) {
    return;
  }
  const label = document.querySelector("minbar-reading")?.getAttribute("data-show-picture") ?? "";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "waits__show";
  const headline = image.closest(".card")?.querySelector(".card__headline")?.textContent;
  button.setAttribute("aria-label", [label, image.alt || headline].filter(Boolean).join(": "));
  for (const [name, text] of [
    ["told", image.alt],
    ["act", label],
  ]) {
    const part = document.createElement("span");
    part.className = `waits__${name}`;
    part.textContent = text;
    button.append(part);
  }
  button.addEventListener("click", () => {
    show(image);
    frame.tabIndex = -1;
    frame.focus();
  });
  frame.classList.add("waits");
  frame.append(button);
  waiting.set(image, button);
}

/**
 * Ask for it in the one way that the worker lets pass.
 * @param {HTMLImageElement} image
 */
function show(image) {
  const button = waiting.get(image);
  button?.parentElement?.classList.remove("waits");
  button?.remove();
  waiting.delete(image);
  image.addEventListener("error", () => letWait(image), { once: true }); // there is no network
  image.loading = "eager";
  image.removeAttribute("crossorigin"); // if it failed before
  image.crossOrigin = "anonymous";
}

function tellWorker() {
  worker.ready.then(({ active }) => active?.postMessage({ picturesWait: wait() }));
}

function isMine() {
  try {
    return localStorage.getItem(NOT_MINE) === null;
  } catch {
    return false;
  }
}

if (worker && isMine()) {
  document.querySelector("[data-pictures]")?.removeAttribute("hidden");
  if (worker.controller) {
    tellWorker();
    for (const image of wait() ? document.images : []) {
      if (new URL(image.currentSrc || image.src).pathname.startsWith(MEDIA)) {
        letWait(image);
      }
    }
  }
  addEventListener("minbar:chosen", () => {
    tellWorker();
    for (const image of wait() ? [] : [...waiting.keys()]) {
      show(image);
    }
  });
}
