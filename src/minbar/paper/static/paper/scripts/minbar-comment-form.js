// @ts-check

/** See minbar-receipts.js, which lets a draft go once the receipt is seen. */
const DRAFT = "minbar:draft:";
const NOT_MINE = "minbar:not-mine";

/** What a draft keeps. Never the e-mail. */
const FIELDS = ["name", "place", "text"];

/** Letters left from which on the number is said. */
const SAID_BELOW = 500;

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thaana}\p{Script=Syriac}]/gu;
const LETTER = /\p{L}/gu;
const ADDRESS = /(?:https?:\/\/|www\.)\S+|[\w.+-]{1,64}@[\w.-]{1,255}/g;

/**
 * Around the form beside a story: keeps what is typed until its receipt is seen, says how many
 * letters are left, and turns a field the way that most of its letters run.
 */
class MinbarCommentForm extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    if (!form) {
      return;
    }
    this.#restore(form);
    form.addEventListener("input", () => {
      this.#look(form);
      // With every letter, and not as the page is left: by then the next page may be reading.
      this.#keep(form);
    });
    this.#look(form);
  }

  get #draft() {
    return DRAFT + (this.getAttribute("draft") ?? "");
  }

  /**
   * @param {HTMLFormElement} form
   * @returns {(HTMLInputElement | HTMLTextAreaElement)[]}
   */
  #fields(form) {
    return FIELDS.map((name) => form.elements.namedItem(name)).filter(
      (field) => field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement,
    );
  }

  /** @param {HTMLFormElement} form */
  #restore(form) {
    if (!this.hasAttribute("draft")) {
      return;
    }
    try {
      const draft = JSON.parse(localStorage.getItem(this.#draft) ?? "{}");
      for (const field of this.#fields(form)) {
        field.value ||= draft[field.name] ?? "";
      }
    } catch {
      // Nothing can be kept here, or what was kept is no draft of ours.
    }
  }

  /** @param {HTMLFormElement} form */
  #keep(form) {
    if (!this.hasAttribute("draft")) {
      return;
    }
    const typed = Object.fromEntries(this.#fields(form).map((field) => [field.name, field.value]));
    try {
      if (localStorage.getItem(NOT_MINE) !== null) {
        return;
      }
      if (typed.text) {
        localStorage.setItem(this.#draft, JSON.stringify(typed));
      } else {
        localStorage.removeItem(this.#draft);
      }
    } catch {
      // A full or forbidden store; the form works without.
    }
  }

  /** @param {HTMLFormElement} form */
  #look(form) {
    for (const field of this.#fields(form)) {
      field.dir = direction(field.value);
    }
    const said = /** @type {HTMLElement | null} */ (this.querySelector("[data-left]"));
    const text = form.querySelector("textarea");
    if (said && text) {
      const left = Number(said.dataset.limit) - [...text.value.replace(/\r\n?/g, "\n")].length;
      said.textContent = left > SAID_BELOW ? "" : counted(left, said);
      said.classList.toggle("is-too-much", left < 0);
    }
  }
}

/**
 * Say a number of letters with its noun, by the plural rules of the page's language.
 * @param {number} left
 * @param {HTMLElement} said
 */
function counted(left, said) {
  const sentences = JSON.parse((left < 0 ? said.dataset.over : said.dataset.left) ?? "{}");
  const number = Math.abs(left);
  const category = new Intl.PluralRules(document.documentElement.lang).select(number);
  return (sentences[category] ?? sentences.other ?? "").replace("{number}", String(number));
}

/**
 * The same rule as minbar.arabic.direction: most of the strong letters, addresses apart.
 * @param {string} text
 */
function direction(text) {
  const words = text.replace(ADDRESS, " ");
  const right = words.match(RIGHT_TO_LEFT)?.length ?? 0;
  const letters = words.match(LETTER)?.length ?? 0;
  return letters === 0 || right * 2 === letters ? "auto" : right * 2 > letters ? "rtl" : "ltr";
}

customElements.define("minbar-comment-form", MinbarCommentForm);
