// @ts-check

/** What the reader has chosen. first_paint.js puts it on the root of each page before it is painted. */
const KEPT = "minbar:reading";

const root = document.documentElement;

/** The colours of the browser's own bars: for a light page, for a dark one. */
const bars = [...document.querySelectorAll("meta[name=theme-color]")].map((bar) => ({
  bar,
  usual: bar.getAttribute("content") ?? "",
  theme: bar.getAttribute("media")?.includes("dark") ? "dark" : "light",
}));

/**
 * How the reader wants to read: size and face of the text, light or dark, pictures, and whether frames
 * of other companies are shown (minbar-advertisement.js asks). Kept in this browser.
 */
class MinbarReading extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const details = this.querySelector("details");
    if (!form || !details) {
      return;
    }
    this.#show(form);
    form.addEventListener("change", () => this.#choose(form));
    form.addEventListener("submit", (event) => event.preventDefault());
    this.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && details.open) {
        details.open = false;
        this.querySelector("summary")?.focus();
      }
    });
    this.addEventListener("focusout", ({ relatedTarget }) => {
      details.open &&= !(relatedTarget instanceof Node) || this.contains(relatedTarget);
    });
    document.addEventListener("click", ({ target }) => {
      details.open &&= target instanceof Node && this.contains(target);
    });
    // Chosen on another page, or since this one was left.
    addEventListener("storage", ({ key }) => key === KEPT && this.#renew(form));
    addEventListener("pageshow", ({ persisted }) => persisted && this.#renew(form));
  }

  /** @param {HTMLFormElement} form */
  #choose(form) {
    const chosen = chosenIn(form);
    apply(chosen);
    const status = /** @type {HTMLElement | null} */ (this.querySelector("[data-refused]"));
    try {
      localStorage.setItem(KEPT, JSON.stringify(chosen));
    } catch {
      if (status) {
        status.textContent = status.dataset.refused ?? "";
      }
    }
  }

  /** @param {HTMLFormElement} form */
  #renew(form) {
    apply(kept());
    this.#show(form);
  }

  /** @param {HTMLFormElement} form */
  #show(form) {
    for (const input of inputsOf(form)) {
      input.checked = input.value === (root.dataset[input.name] ?? "");
    }
    colourBars();
  }
}

/** @param {HTMLFormElement} form */
function inputsOf(form) {
  // What is a tick is minbar-push.js's.
  return [...form.elements]
    .filter((element) => element instanceof HTMLInputElement)
    .filter((input) => input.type === "radio");
}

/**
 * The choices that are not the usual ones.
 * @param {HTMLFormElement} form
 * @returns {Record<string, string>}
 */
function chosenIn(form) {
  const chosen = inputsOf(form).filter((input) => input.checked && input.value);
  return Object.fromEntries(chosen.map((input) => [input.name, input.value]));
}

/** @returns {Record<string, string>} */
function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "{}");
  } catch {
    return {};
  }
}

/** @param {Record<string, string>} chosen */
function apply(chosen) {
  for (const name of ["size", "theme", "face", "pictures", "frames"]) {
    delete root.dataset[name];
  }
  Object.assign(root.dataset, chosen);
  colourBars();
  dispatchEvent(new Event("minbar:chosen"));
}

function colourBars() {
  for (const { bar, usual } of bars) {
    const chosen = bars.find(({ theme }) => theme === root.dataset.theme);
    bar.setAttribute("content", chosen?.usual ?? usual);
  }
}

customElements.define("minbar-reading", MinbarReading);
