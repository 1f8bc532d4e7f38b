// @ts-check

/** How often a page that is looked at asks for what was added; an unchanged answer is a 304. */
const EVERY = 20_000;

/**
 * Keeps the entries of a live story fresh in a page that stays open. What was changed or taken back
 * changes at once; what is new waits for a button, so that nothing moves under a reader's eyes.
 */
class MinbarLive extends HTMLElement {
  /** @type {Element | null} */
  #fresh = null;
  #timer = 0;

  connectedCallback() {
    if (!this.hasAttribute("src")) {
      return;
    }
    this.#button?.addEventListener("click", () => this.#show());
    document.addEventListener("visibilitychange", this.#whenSeen);
    this.#timer = window.setInterval(this.#whenSeen, EVERY);
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#whenSeen);
    window.clearInterval(this.#timer);
  }

  get #button() {
    return this.querySelector("button");
  }

  get #list() {
    return this.querySelector("ol");
  }

  #whenSeen = async () => {
    if (document.hidden) {
      return;
    }
    const answer = await fetch(this.getAttribute("src") ?? "", { cache: "no-cache" }).catch(
      () => null,
    );
    if (!answer?.ok) {
      return;
    }
    const told = new DOMParser().parseFromString(await answer.text(), "text/html");
    this.#take(told.querySelector("ol"));
  };

  /** @param {Element | null} fresh */
  #take(fresh) {
    const list = this.#list;
    if (!fresh || !list || !this.#button) {
      return;
    }
    let isWithin = false; // below the oldest fresh entry are older ones, which were not asked for
    for (const entry of [...list.children].reverse()) {
      const now = fresh.querySelector(`#${entry.id}`);
      isWithin ||= now !== null;
      if (now && !now.isEqualNode(entry)) {
        entry.replaceWith(document.importNode(now, true));
      } else if (!now && isWithin) {
        entry.remove();
      }
    }
    this.#fresh = fresh;
    this.#button.hidden = ![...fresh.children].some((entry) => !list.querySelector(`#${entry.id}`));
    if (fresh.hasAttribute("data-ended")) {
      this.disconnectedCallback();
    }
  }

  #show() {
    const list = this.#list;
    if (!this.#fresh || !list || !this.#button) {
      return;
    }
    const had = new Set([...list.children].map((entry) => entry.id));
    list.replaceChildren(...document.importNode(this.#fresh, true).children);
    this.#button.hidden = true;
    const first = [...list.children].find((entry) => !had.has(entry.id));
    first?.querySelector("a")?.focus();
  }
}

customElements.define("minbar-live", MinbarLive);
