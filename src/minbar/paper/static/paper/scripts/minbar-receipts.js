// @ts-check

/** Receipts that this phone keeps, the newest first: where each is. */
const KEPT = "minbar:receipts";

/** Set where somebody has said that the phone is not theirs: nothing is kept on it then. */
const NOT_MINE = "minbar:not-mine";

/** What was typed under a story and not sent yet; the e-mail is never among it. */
const DRAFT = "minbar:draft:";

const MOST_KEPT = 100;

/** @returns {{address: string}[]} */
function kept() {
  try {
    const list = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

/** @param {{address: string}[]} list */
function keep(list) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(list.slice(0, MOST_KEPT)));
    return true;
  } catch {
    return false;
  }
}

function isMine() {
  try {
    return localStorage.getItem(NOT_MINE) === null;
  } catch {
    return false;
  }
}

function eraseAll() {
  for (const name of Object.keys(localStorage)) {
    if (name === KEPT || name.startsWith(DRAFT)) {
      localStorage.removeItem(name);
    }
  }
}

/**
 * On a receipt: keeps it on this phone unless the phone is somebody else's, takes it off again in
 * one tap, and lets the draft go, for the comment has arrived.
 */
class MinbarReceipt extends HTMLElement {
  connectedCallback() {
    const address = location.pathname;
    try {
      localStorage.removeItem(DRAFT + (this.getAttribute("draft") ?? ""));
    } catch {
      return;
    }
    if (isMine()) {
      const others = kept().filter((receipt) => receipt.address !== address);
      this.#show(keep([{ address }, ...others]));
    }
    this.querySelector("[data-erase]")?.addEventListener("click", () => {
      keep(kept().filter((receipt) => receipt.address !== address));
      this.#show(false);
    });
    this.querySelector("[data-not-mine]")?.addEventListener("click", () => {
      eraseAll();
      localStorage.setItem(NOT_MINE, "");
      this.#show(false);
    });
  }

  /** @param {boolean} isKept */
  #show(isKept) {
    const shown = /** @type {HTMLElement | null} */ (this.querySelector("[data-is-kept]"));
    const hidden = /** @type {HTMLElement | null} */ (this.querySelector("[data-is-not-kept]"));
    if (shown && hidden) {
      hidden.hidden = isKept || shown.hidden;
      shown.hidden = !isKept;
    }
  }
}

/** The receipts kept on this phone, each with where its comment stands now. */
class MinbarMyComments extends HTMLElement {
  connectedCallback() {
    const list = this.querySelector("[data-list]");
    const erase = /** @type {HTMLButtonElement | null} */ (this.querySelector("[data-erase]"));
    const receipts = kept();
    this.#say(receipts.length === 0);
    if (!list || !erase || receipts.length === 0) {
      return;
    }
    erase.hidden = false;
    erase.addEventListener("click", () => {
      eraseAll();
      list.replaceChildren();
      erase.hidden = true;
      this.#say(true);
    });
    for (const receipt of receipts) {
      this.#add(list, receipt.address);
    }
  }

  /** @param {boolean} isEmpty */
  #say(isEmpty) {
    const empty = /** @type {HTMLElement | null} */ (this.querySelector("[data-empty]"));
    if (empty) {
      empty.hidden = !isEmpty;
    }
  }

  /**
   * @param {Element} list
   * @param {string} address
   */
  async #add(list, address) {
    const template = /** @type {HTMLTemplateElement | null} */ (this.querySelector("template"));
    const entry = /** @type {Element | undefined} */ (
      template?.content.firstElementChild?.cloneNode(true)
    );
    if (!entry) {
      return;
    }
    list.append(entry);
    const link = entry.querySelector("a");
    link?.setAttribute("href", address);
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(
      () => null,
    );
    if (answer?.status === 404) {
      keep(kept().filter((receipt) => receipt.address !== address));
      entry.remove();
    } else if (answer?.ok) {
      const told = await answer.json();
      for (const name of ["says", "when", "headline", "text"]) {
        const place = entry.querySelector(`[data-${name}]`);
        if (place) {
          place.textContent = told[name];
        }
      }
      entry.classList.add(`my-comment--${told.status}`);
    }
  }
}

customElements.define("minbar-receipt", MinbarReceipt);
customElements.define("minbar-my-comments", MinbarMyComments);
