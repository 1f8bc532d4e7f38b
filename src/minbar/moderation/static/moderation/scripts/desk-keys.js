// @ts-check

/**
 * Which key was pressed, whatever layout is active. Letters by what they write where that is Latin;
 * where an Arabic layout writes something else, by where the key lies on the keyboard that the
 * moderator has (QWERTY or AZERTY, asked once). Digits always by where they lie: an AZERTY keyboard
 * writes é è ç à there.
 */

const DIGIT = /^(?:Digit|Numpad)([0-9])$/;
const LATIN = /^[a-z]$/i;
const QUESTION = new Set(["?", "؟"]);
/** Keys of an AZERTY keyboard whose letters lie elsewhere than a QWERTY keyboard's. */
const AZERTY = new Map(
  Object.entries({
    KeyQ: "a",
    KeyA: "q",
    KeyW: "z",
    KeyZ: "w",
    Semicolon: "m",
    KeyM: ",",
    Period: ";",
    Slash: ":",
  }),
);
const LAYOUT = "minbar-desk:layout";
const BINDINGS = "minbar-desk:keys";

/** What the desk does by which key, unless the moderator has chosen others. */
const KEYS = {
  next: "j",
  previous: "k",
  approve: "a",
  reject: "r",
  return: "m",
  spam: "s",
  hold: "h",
  ban: "b",
  story: "e",
  undo: "u",
  glance: "l",
  exclude: "x",
  search: "/",
  help: "?",
};

class DeskKeys {
  /** @type {Record<string, string>} */
  #bindings = { ...KEYS, ...read(BINDINGS) };

  /** @returns {string | null} */
  get layout() {
    return stored(LAYOUT);
  }

  /** @param {"qwerty" | "azerty"} layout */
  set layout(layout) {
    store(LAYOUT, layout);
  }

  /**
   * Which digit was pressed, if one was.
   * @param {KeyboardEvent} event
   */
  digit(event) {
    return DIGIT.exec(event.code)?.[1] ?? null;
  }

  /**
   * Which key was pressed, as a QWERTY keyboard names it; null while only the layout can tell.
   * @param {KeyboardEvent} event
   * @returns {string | null}
   */
  name(event) {
    if (QUESTION.has(event.key)) {
      return "?";
    }
    if (LATIN.test(event.key)) {
      return event.key.toLowerCase();
    }
    if (event.key === "/" || event.key.length > 1 || event.key === " ") {
      return event.key;
    }
    if (!this.layout) {
      return event.code.startsWith("Key") || event.code === "Semicolon" ? null : event.key;
    }
    return this.#byPlace(event);
  }

  /** @param {KeyboardEvent} event */
  #byPlace(event) {
    const letter = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase() ?? "";
    if (this.layout === "azerty") {
      if (event.shiftKey && event.code === "KeyM") {
        return "?";
      }
      if (event.shiftKey && event.code === "Period") {
        return "/";
      }
      return AZERTY.get(event.code) ?? (letter || event.key);
    }
    if (event.code === "Slash") {
      return event.shiftKey ? "?" : "/";
    }
    return letter || event.key;
  }

  /**
   * Which layout a keyboard has on which the key with an A on it was pressed.
   * @param {KeyboardEvent} event
   */
  static layoutByA(event) {
    return event.code === "KeyQ" ? "azerty" : event.code === "KeyA" ? "qwerty" : null;
  }

  /**
   * What the moderator wants by a key.
   * @param {string} key
   */
  action(key) {
    if (key === "ArrowDown") {
      return "next";
    }
    if (key === "ArrowUp") {
      return "previous";
    }
    return Object.keys(KEYS).find((action) => this.#bindings[action] === key) ?? null;
  }

  /** @param {string} action */
  keyOf(action) {
    return this.#bindings[action];
  }

  /**
   * Give an action another key; the action that had it gets the old one.
   * @param {string} action
   * @param {string} key
   */
  bind(action, key) {
    const other = this.action(key);
    if (other) {
      this.#bindings[other] = this.#bindings[action];
    }
    this.#bindings[action] = key;
    store(BINDINGS, JSON.stringify(this.#bindings));
  }

  reset() {
    this.#bindings = { ...KEYS };
    store(BINDINGS, "{}");
  }
}

/** @param {string} name */
function stored(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** @param {string} name */
function read(name) {
  try {
    return JSON.parse(stored(name) ?? "{}");
  } catch {
    return {};
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function store(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Where nothing may be stored it is asked again next time.
  }
}

window.MinbarDeskKeys = DeskKeys;
