// @ts-check

/** Stories that the reader has kept for later, the newest first. They stay in this browser. */
const KEPT = "minbar:reading-list";

const MOST_KEPT = 50;

/** @typedef {{address: string, headline: string, section: string, date: string}} Kept */

/**
 * Raises where the browser lets no page keep anything.
 * @returns {Kept[]}
 */
function kept() {
  const text = localStorage.getItem(KEPT);
  try {
    const list = JSON.parse(text ?? "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

/**
 * Raises where the browser keeps nothing, or no more.
 * @param {Kept[]} list
 */
function keep(list) {
  localStorage.setItem(KEPT, JSON.stringify(list.slice(0, MOST_KEPT)));
}

/**
 * Has a story kept to be read without network, or let go (service_worker.js).
 * @param {{listed: string} | {unlisted: string}} told
 */
function tellWorker(told) {
  navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage(told));
}

/** @param {string} address */
function without(address) {
  return kept().filter((story) => story.address !== address);
}

/** Keeps a story for later, or lets it go; on a story's page. */
class MinbarReadLater extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    button?.addEventListener("click", () => this.#change(button));
    addEventListener("pageshow", () => this.#show());
  }

  get #story() {
    /** @param {string} name */
    const told = (name) => this.getAttribute(name) ?? "";
    return {
      address: new URL(told("address"), location.href).pathname,
      headline: told("headline"),
      section: told("section"),
      date: told("date"),
    };
  }

  /** @param {HTMLButtonElement} button */
  #change(button) {
    const story = this.#story;
    const others = () => without(story.address);
    const isKept = button.getAttribute("aria-pressed") === "true";
    try {
      keep(isKept ? others() : [story, ...others()]);
      tellWorker(isKept ? { unlisted: story.address } : { listed: story.address });
    } catch {
      const status = /** @type {HTMLElement | null} */ (this.querySelector("[role=status]"));
      if (status) {
        status.textContent = status.dataset.refused ?? "";
      }
    }
    this.#show();
  }

  #show() {
    const { address } = this.#story;
    let isKept = false;
    try {
      isKept = kept().some((story) => story.address === address);
    } catch {
      // Then it is not.
    }
    this.querySelector("button")?.setAttribute("aria-pressed", String(isKept));
    this.querySelector("a")?.toggleAttribute("hidden", !isKept);
  }
}

/** The list itself. Nobody is asked about what is on it: that would tell of it. */
class MinbarReadingList extends HTMLElement {
  connectedCallback() {
    addEventListener("pageshow", () => this.#show());
  }

  #show() {
    const list = this.querySelector("[data-list]");
    let stories = /** @type {Kept[]} */ ([]);
    let isRefused = false;
    try {
      stories = kept();
      keep(stories);
    } catch {
      isRefused = true;
    }
    list?.replaceChildren(...stories.map((story) => this.#entry(story)));
    this.querySelector("[data-refused]")?.toggleAttribute("hidden", !isRefused);
    this.querySelector("[data-empty]")?.toggleAttribute("hidden", isRefused || stories.length > 0);
  }

  /** @param {Kept} story */
  #entry({ address, headline, section, date }) {
    const template = /** @type {HTMLTemplateElement} */ (this.querySelector("template"));
    const entry = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    const link = entry.querySelector("a");
    const told = { headline, section, date };
    for (const [name, text] of Object.entries(told)) {
      const place = entry.querySelector(`[data-${name}]`);
      if (place) {
        place.textContent = text;
      }
    }
    link?.setAttribute("href", address);
    const remove = entry.querySelector("[data-remove]");
    remove?.setAttribute("aria-label", `${remove.textContent}: ${headline}`);
    remove?.addEventListener("click", () => {
      keep(without(address));
      tellWorker({ unlisted: address });
      this.#show();
      (this.querySelector("[data-remove]") ?? document.querySelector("h1"))?.focus();
    });
    return entry;
  }
}

/** On the page that says that nothing is here, or no longer: then the list leads here no more. */
class MinbarGone extends HTMLElement {
  connectedCallback() {
    try {
      const others = without(location.pathname);
      if (others.length < kept().length) {
        keep(others);
      }
    } catch {
      // There is no list.
    }
  }
}

customElements.define("minbar-read-later", MinbarReadLater);
customElements.define("minbar-reading-list", MinbarReadingList);
customElements.define("minbar-gone", MinbarGone);
