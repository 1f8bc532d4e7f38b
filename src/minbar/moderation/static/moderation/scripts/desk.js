// @ts-check

/**
 * The desk: the list, the comment that is judged now, and what the keys and buttons do with it.
 * The server leases comments to this desk; a decision shows at once and is sent in the background.
 *
 * @typedef {{id: number, name: string, preview: string, direction: string, since: string,
 *   alike: number, reader: string, marked: boolean}} Entry
 * @typedef {{id: number, references: string[], status: string, name: string, story: string,
 *   html: string}} Card
 */

const { Controller } = window.StimulusModule;

const WATCH = 5000;
const RENEW = 45000;
const FEW = 8;
const STOCK = 12;
const MOST = 60;
const PACE = "minbar-desk:pace";
const FIELDS = "input, textarea, select, [contenteditable]";

class DeskController extends Controller {
  static targets = [
    "list",
    "current",
    "actions",
    "empty",
    "undo",
    "undoText",
    "setbacks",
    "state",
    "people",
    "count",
    "pace",
    "wantsPace",
    "panel",
    "terms",
    "help",
    "layout",
    "search",
    "filters",
    "key",
    "more",
  ];

  static values = { told: Object, words: Object, query: String, moderator: String };

  connect() {
    this.keys = new window.MinbarDeskKeys();
    /** @type {Entry[]} */
    this.entries = [];
    /** @type {Map<number, Card>} */
    this.cards = new Map();
    /** Comments that are decided here, and whether the server has said so. @type {Map<number, boolean>} */
    this.gone = new Map();
    /** @type {{key: string, told: string}[]} */
    this.stack = [];
    this.currentId = 0;
    this.wantedId = 0;
    this.isAtAGlance = false;
    /** @type {Set<number>} */
    this.excluded = new Set();
    this.awaited = "";
    this.mark = "";
    this.outbox = new window.MinbarDeskOutbox(
      this.moderatorValue,
      (orders) => this.#send(orders),
      (order, result) => this.#answered(order, result),
      (state) => this.#tellState(state),
    );
    for (const order of this.outbox.orders) {
      this.#hide(order);
    }
    this.element.dataset.waiting = String(this.outbox.orders.length);
    addEventListener("keydown", this.#pressed, { capture: true });
    addEventListener("pagehide", this.#leave);
    document.addEventListener("visibilitychange", this.#seen);
    this.watching = setInterval(() => this.#watch(), WATCH);
    this.renewing = setInterval(() => document.hidden || this.claim(), RENEW);
    this.wantsPaceTarget.checked = localStorage.getItem(PACE) !== null;
    this.showPace();
    this.#showKeys();
    this.outbox.flush().then(() => this.claim());
  }

  disconnect() {
    removeEventListener("keydown", this.#pressed, { capture: true });
    removeEventListener("pagehide", this.#leave);
    document.removeEventListener("visibilitychange", this.#seen);
    clearInterval(this.watching);
    clearInterval(this.renewing);
  }

  // What the server says

  async claim() {
    if (this.isClaiming) {
      this.claimsAgain = true;
      return;
    }
    this.isClaiming = true;
    const confirmed = [...this.gone].filter(([, isDone]) => isDone).map(([id]) => id);
    const place = this.#open().findIndex((entry) => entry.id === this.currentId);
    const decided = this.gone.size - confirmed.length + Math.max(0, place + FEW - STOCK);
    const asked = { decided: String(Math.min(decided, MOST)), glance: this.isAtAGlance ? "1" : "" };
    const answer = await this.#post(`${this.toldValue.claim}?${this.queryValue}`, asked);
    this.isClaiming = false;
    if (answer) {
      for (const id of confirmed) {
        this.gone.delete(id);
      }
      this.#take(answer);
    } else {
      this.mark = ""; // the next look at the queue asks again
    }
    if (this.claimsAgain) {
      this.claimsAgain = false;
      this.claim();
    }
  }

  /** @param {any} answer */
  #take(answer) {
    this.mark = answer.mark;
    this.entries = answer.entries;
    this.cards = new Map(answer.cards.map((/** @type {Card} */ card) => [card.id, card]));
    if (!this.outbox.orders.length) {
      this.stack = answer.acts;
    }
    for (const count of this.countTargets) {
      count.textContent = answer.counts[count.dataset.place] ?? "";
    }
    this.peopleTarget.replaceChildren(...answer.people.map(person));
    this.paceTarget.textContent = this.wordsValue.pace.replace("{number}", answer.decided_today);
    this.#draw();
  }

  async #watch() {
    if (document.hidden || this.isClaiming || this.outbox.orders.length) {
      return;
    }
    const address = `${this.toldValue.watch}?${this.queryValue}&mark=${this.mark}`;
    const answer = await fetch(address, { redirect: "manual" }).catch(() => null);
    if (answer?.status === 200) {
      this.claim();
    }
  }

  /**
   * @param {string} address
   * @param {Record<string, string>} fields
   */
  async #post(address, fields = {}) {
    const url = new URL(address, location.href);
    for (const [name, value] of Object.entries(fields)) {
      if (value) {
        url.searchParams.set(name, value);
      }
    }
    return this.#answer(await this.#fetch(url, null));
  }

  /** @param {import("./desk-outbox.js").Order[]} orders */
  async #send(orders) {
    const answer = await this.#answer(
      await this.#fetch(this.toldValue.decide, JSON.stringify({ orders })),
    );
    return answer?.results ?? null;
  }

  /**
   * @param {string | URL} address
   * @param {string | URLSearchParams | null} body
   */
  #fetch(address, body) {
    const { CSRF_HEADER_NAME, CSRF_TOKEN } = window.wagtailConfig;
    return fetch(address, {
      method: "POST",
      body,
      redirect: "manual",
      headers: { [CSRF_HEADER_NAME]: CSRF_TOKEN, Accept: "application/json" },
    }).catch(() => null);
  }

  /** @param {Response | null} response */
  async #answer(response) {
    if (!response || response.status >= 500) {
      this.#tellProblem(this.wordsValue.away);
      return null;
    }
    if (response.ok) {
      this.#tellProblem("");
      return response.json().catch(() => null);
    }
    const isSignedOut = response.type === "opaqueredirect";
    const told = isSignedOut ? {} : await response.json().catch(() => ({}));
    this.#tellProblem(told.detail ?? this.wordsValue.signedOut);
    return null;
  }

  /**
   * @param {import("./desk-outbox.js").Order} order
   * @param {import("./desk-outbox.js").Result} result
   */
  #answered(order, result) {
    const named = (order.comments ?? []).map((reference) => Number.parseInt(reference, 10));
    for (const id of result.done) {
      if (order.undoes) {
        this.gone.delete(id);
        this.wantedId ||= id;
      } else {
        this.gone.set(id, true);
      }
    }
    for (const [id, sentence] of Object.entries(result.refused)) {
      this.gone.delete(Number(id));
      this.#setBack(sentence);
    }
    if (result.why) {
      for (const id of named) {
        this.gone.delete(id);
      }
      this.#setBack(result.why, true);
    }
    if (!result.done.length) {
      this.stack = this.stack.filter((act) => act.key !== order.key);
      this.#drawUndo();
    }
    if (!this.outbox.orders.length || this.#stock() < FEW) {
      this.claim();
    }
  }

  // What is on the screen

  #open() {
    return this.entries.filter((entry) => !this.gone.has(entry.id));
  }

  #stock() {
    return this.#open().filter((entry) => this.cards.has(entry.id)).length;
  }

  #draw() {
    const open = this.#open();
    if (this.wantedId && open.some((entry) => entry.id === this.wantedId)) {
      this.currentId = this.wantedId;
    }
    this.wantedId = 0;
    if (!open.some((entry) => entry.id === this.currentId && this.cards.has(entry.id))) {
      this.currentId = open.find((entry) => this.cards.has(entry.id))?.id ?? 0;
    }
    this.listTarget.replaceChildren(...open.map((entry) => this.#row(entry)));
    this.#drawCurrent();
    this.#drawUndo();
  }

  #drawCurrent() {
    const card = this.cards.get(this.currentId);
    const isAnything = this.isAtAGlance ? this.#stock() > 0 : Boolean(card);
    this.emptyTarget.hidden = isAnything;
    this.actionsTarget.hidden = !isAnything;
    this.element.dataset.status = card?.status ?? "";
    this.element.classList.toggle("desk--glance", this.isAtAGlance);
    if (this.isAtAGlance) {
      this.#drawGlance();
    } else if (this.shown !== card?.html) {
      this.shown = card?.html;
      this.currentTarget.innerHTML = card?.html ?? "";
    }
    for (const row of this.listTarget.children) {
      const isCurrent = Number(row.dataset.id) === this.currentId;
      row.classList.toggle("desk-row--current", isCurrent);
      row.firstElementChild?.toggleAttribute("aria-current", isCurrent);
      if (isCurrent) {
        row.scrollIntoView({ block: "nearest" });
      }
    }
  }

  #drawGlance() {
    this.shown = undefined;
    const cards = this.#glanced();
    this.currentTarget.innerHTML = cards.map((card) => card.html).join("");
    for (const item of this.currentTarget.querySelectorAll("[data-comment]")) {
      const id = Number(item.dataset.comment);
      item.classList.toggle("desk-glance--current", id === this.currentId);
      item.classList.toggle("desk-glance--excluded", this.excluded.has(id));
      item.querySelector("input").checked = !this.excluded.has(id);
      if (id === this.currentId) {
        item.scrollIntoView({ block: "nearest" });
      }
    }
  }

  #glanced() {
    return [...this.cards.values()].filter((card) => !this.gone.has(card.id));
  }

  #drawUndo() {
    this.undoTarget.hidden = !this.stack.length;
    this.undoTextTarget.innerHTML = this.stack[0]?.told ?? "";
  }

  /** @param {Entry} entry */
  #row(entry) {
    const row = element("li", "desk-row");
    row.dataset.id = String(entry.id);
    row.classList.toggle("desk-row--marked", entry.marked);
    row.classList.toggle("desk-row--read", Boolean(entry.reader));
    const button = element("button", "desk-row__open");
    button.type = "button";
    button.dataset.action = "desk#choose";
    const head = element("span", "desk-row__head");
    const name = element("bdi", "desk-row__name", entry.name);
    head.append(name);
    if (entry.alike > 1) {
      head.append(" ", element("span", "desk-row__alike", `× ${entry.alike}`));
    }
    head.append(element("span", "desk-row__since", entry.since));
    const preview = element("span", "desk-row__preview", entry.reader ? "" : entry.preview);
    if (entry.reader) {
      preview.textContent = this.wordsValue.readBy.replace("{who}", entry.reader);
    } else {
      preview.dir = entry.direction;
    }
    button.append(head, preview);
    row.append(button);
    return row;
  }

  /** @param {{waiting: number, isCut: boolean}} state */
  #tellState({ waiting, isCut }) {
    const words = this.wordsValue;
    this.stateTarget.hidden = !isCut;
    if (isCut) {
      this.stateTarget.textContent = words.cut.replace("{number}", String(waiting));
    }
    this.element.dataset.waiting = String(waiting);
  }

  /** @param {string} told */
  #tellProblem(told) {
    if (told) {
      this.stateTarget.hidden = false;
      this.stateTarget.textContent = told;
    } else if (!this.outbox.orders.length) {
      this.stateTarget.hidden = true;
    }
  }

  /**
   * @param {string} sentence as markup from the server
   * @param {boolean} isPlain
   */
  #setBack(sentence, isPlain = false) {
    const line = element("li", "desk-setbacks__line");
    if (isPlain) {
      line.textContent = sentence;
    } else {
      line.innerHTML = sentence;
    }
    this.setbacksTarget.prepend(line);
    while (this.setbacksTarget.children.length > 5) {
      this.setbacksTarget.lastElementChild?.remove();
    }
  }

  // What a moderator does

  #pressed = (/** @type {KeyboardEvent} */ event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) {
      return;
    }
    if (this.layoutTarget.open) {
      this.#learn(event);
      return;
    }
    if (event.key === "Escape") {
      this.#cancel(event, target);
      return;
    }
    if (target.closest?.(FIELDS) && !target.matches("input[type=checkbox]")) {
      return;
    }
    if (this.binding) {
      this.#bind(event);
      return;
    }
    const digit = this.keys.digit(event);
    if (digit && this.awaited) {
      this.#taken(event);
      this.#byNumber(digit);
      return;
    }
    const name = this.keys.name(event);
    if (name === null) {
      this.#taken(event);
      this.layoutTarget.showModal();
      return;
    }
    const isOnButton = target.closest?.("button, a, summary");
    if (isOnButton && (name === "Enter" || name === " ")) {
      return;
    }
    const action = this.keys.action(name);
    if (action && !(this.helpTarget.open && action !== "help")) {
      this.#taken(event);
      this.#do(action);
    }
  };

  /** Wagtail has keys of its own; on this page they are the desk's. @param {KeyboardEvent} event */
  #taken(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLElement} target
   */
  #cancel(event, target) {
    this.binding = "";
    if (this.awaited || target.closest?.(FIELDS)) {
      this.#taken(event);
      this.#await("");
      target.blur?.();
    }
  }

  /** @param {KeyboardEvent} event */
  #learn(event) {
    const layout = window.MinbarDeskKeys.layoutByA(event);
    if (layout) {
      this.#taken(event);
      this.keys.layout = layout;
      this.layoutTarget.close();
    }
  }

  /** @param {{params: {layout: "qwerty" | "azerty"}}} event */
  chooseLayout({ params }) {
    this.keys.layout = params.layout;
    this.layoutTarget.close();
  }

  /** @param {{params: {action: string}}} event */
  press({ params }) {
    this.#do(params.action);
  }

  /** @param {string} action */
  #do(action) {
    const acts = {
      next: () => this.#move(1),
      previous: () => this.#move(-1),
      approve: () => this.#approve(),
      reject: () => this.#refuse(),
      return: () => this.#await("return"),
      hold: () => this.#await("hold"),
      ban: () => this.hasTermsTarget && this.#await("ban"),
      spam: () => this.#decide("reject", { reason: this.element.dataset.spam }),
      story: () => this.#openStory(),
      undo: () => this.undo(),
      glance: () => this.glance(),
      exclude: () => this.#exclude(this.currentId),
      search: () => this.search(),
      help: () => this.help(),
    };
    const isPending = this.element.dataset.status === "pending";
    if (["return", "spam", "ban"].includes(action) && !isPending) {
      return;
    }
    if (action === "hold" && this.#isPublished()) {
      return;
    }
    acts[action]?.();
  }

  /** @param {number} step */
  #move(step) {
    const ids = this.isAtAGlance
      ? this.#glanced().map((card) => card.id)
      : this.#open()
          .filter((entry) => this.cards.has(entry.id))
          .map((entry) => entry.id);
    const place = ids.indexOf(this.currentId) + step;
    this.#await("");
    if (place >= 0 && place < ids.length) {
      this.currentId = ids[place];
      this.#drawCurrent();
    }
    if (!this.isAtAGlance && place >= ids.length - FEW && ids.length < this.#open().length) {
      this.claim();
    }
  }

  /** @param {Event} event */
  choose(event) {
    const row = /** @type {HTMLElement} */ (event.currentTarget).closest("[data-id]");
    const id = Number(/** @type {HTMLElement} */ (row).dataset.id);
    if (this.cards.has(id)) {
      this.#await("");
      this.currentId = id;
      this.#drawCurrent();
    }
  }

  #approve() {
    if (this.isAtAGlance) {
      const chosen = this.#glanced().filter((card) => !this.excluded.has(card.id));
      this.#order("approve", chosen, {});
      if (chosen.length) {
        this.glance(false);
      }
    } else {
      this.#decide(this.#isPublished() ? "keep" : "approve", {});
    }
  }

  #isPublished() {
    return this.element.dataset.status === "approved";
  }

  #refuse() {
    if (this.isAtAGlance) {
      return;
    }
    if (this.element.dataset.status === "appealed") {
      this.#decide("uphold", {});
    } else {
      this.#await("reject");
    }
  }

  /** @param {Event & {params: {reason: string}}} event */
  reason({ params }) {
    if (this.awaited === "ban") {
      this.banReason = params.reason;
      this.termsTarget.hidden = false;
      this.element.dataset.awaited = "term";
      return;
    }
    const refuses = this.#isPublished() ? "strike" : "reject";
    const kind = this.awaited === "return" ? "return" : refuses;
    this.#decide(kind, { reason: params.reason, ...this.#typed() });
  }

  /** @param {Event & {params: {term: string}}} event */
  term({ params }) {
    this.#decide("ban", { reason: this.banReason, term: String(params.term) });
  }

  /** @param {string} digit */
  #byNumber(digit) {
    const scope = this.element.dataset.awaited === "term" ? ".desk-terms" : ".desk-reasons";
    const place = `${scope} [data-number="${digit}"]`;
    /** @type {HTMLButtonElement | null} */ (this.element.querySelector(place))?.click();
  }

  /** @param {Event} event */
  hold(event) {
    event.preventDefault();
    this.#decide("hold", this.#typed());
  }

  /** Show the panel in which an action is completed, or none. @param {string} action */
  #await(action) {
    this.awaited = action;
    this.element.dataset.awaited = action;
    for (const panel of this.panelTargets) {
      panel.hidden = panel.dataset.panel !== action;
    }
    if (this.hasTermsTarget) {
      this.termsTarget.hidden = true;
    }
    if (action) {
      this.actionsTarget.scrollIntoView({ block: "nearest" });
    }
    if (action === "hold") {
      this.#panel("hold")?.querySelector("textarea")?.focus();
    }
    this.moreTarget.open = false;
  }

  cancel() {
    this.#await("");
  }

  /** @param {string} name */
  #panel(name) {
    return this.panelTargets.find((/** @type {HTMLElement} */ panel) => panel.dataset.panel === name);
  }

  /** @returns {Record<string, string>} */
  #typed() {
    const form = /** @type {HTMLFormElement | undefined} */ (this.#panel(this.awaited));
    return form ? Object.fromEntries(new FormData(form)) : {};
  }

  /**
   * @param {string} kind
   * @param {Record<string, string>} further
   */
  #decide(kind, further) {
    const card = this.cards.get(this.currentId);
    if (card && !this.isAtAGlance) {
      this.#order(kind, [card], further);
    }
  }

  /**
   * @param {string} kind
   * @param {Card[]} cards
   * @param {Record<string, string>} further
   */
  #order(kind, cards, further) {
    const comments = cards.flatMap((card) => card.references);
    if (!comments.length) {
      return;
    }
    const ids = this.#open()
      .filter((entry) => this.cards.has(entry.id))
      .map((entry) => entry.id);
    const following = ids[ids.indexOf(this.currentId) + 1] ?? ids[ids.indexOf(this.currentId) - 1];
    const order = { key: crypto.randomUUID(), kind, comments, ...further };
    this.#hide(order);
    const name = document.createElement("bdi");
    name.textContent = comments.length === 1 ? cards[0].name : `× ${comments.length}`;
    this.stack.unshift({ key: order.key, told: `${this.wordsValue.done[kind]}: ${name.outerHTML}` });
    this.panelTargets.find((panel) => !panel.hidden)?.reset?.();
    this.#await("");
    this.currentId = following ?? 0;
    this.outbox.add(order);
    this.#draw();
    scrollTo({ top: 0 });
    if (this.#stock() < FEW && this.entries.length) {
      this.claim();
    }
  }

  /** @param {import("./desk-outbox.js").Order} order */
  #hide(order) {
    for (const reference of order.comments ?? []) {
      this.gone.set(Number.parseInt(reference, 10), false);
    }
  }

  undo() {
    const act = this.stack.shift();
    if (!act) {
      return;
    }
    const unsent = this.outbox.orders.find((order) => order.key === act.key);
    if (unsent && this.outbox.withdraw(act.key)) {
      for (const reference of unsent.comments ?? []) {
        const id = Number.parseInt(reference, 10);
        this.gone.delete(id);
        this.wantedId ||= id;
      }
    } else {
      this.outbox.add({ key: crypto.randomUUID(), undoes: act.key });
    }
    this.#draw();
  }

  /** @param {Event | boolean} isWanted */
  glance(isWanted = !this.isAtAGlance) {
    this.isAtAGlance = typeof isWanted === "boolean" ? isWanted : !this.isAtAGlance;
    this.excluded.clear();
    this.#await("");
    this.claim();
  }

  /** @param {number} id */
  #exclude(id) {
    if (this.isAtAGlance && !this.excluded.delete(id)) {
      this.excluded.add(id);
    }
    this.#drawCurrent();
  }

  /** @param {Event} event */
  exclude(event) {
    const item = /** @type {HTMLElement} */ (event.currentTarget).closest("[data-comment]");
    this.#exclude(Number(/** @type {HTMLElement} */ (item).dataset.comment));
  }

  #openStory() {
    const story = this.cards.get(this.currentId)?.story;
    if (story) {
      open(story, "_blank", "noopener");
    }
  }

  search() {
    this.filtersTarget.open = true;
    this.searchTarget.focus();
  }

  help() {
    if (this.helpTarget.open) {
      this.helpTarget.close();
    } else {
      this.helpTarget.showModal();
    }
  }

  showPace() {
    const isWanted = this.wantsPaceTarget.checked;
    this.paceTarget.hidden = !isWanted;
    if (isWanted) {
      localStorage.setItem(PACE, "");
    } else {
      localStorage.removeItem(PACE);
    }
  }

  // Keys that a moderator chooses

  /** @param {Event & {params: {action: string}}} event */
  rebind({ params }) {
    this.binding = params.action;
    this.#showKeys();
  }

  /** @param {KeyboardEvent} event */
  #bind(event) {
    const name = this.keys.name(event);
    this.#taken(event);
    if (name && name.length === 1 && name !== " ") {
      this.keys.bind(this.binding, name);
    }
    this.binding = "";
    this.#showKeys();
  }

  askLayout() {
    this.helpTarget.close();
    this.layoutTarget.showModal();
  }

  /** @param {Event & {params: {address: string}}} event */
  async forgetFilter({ params }) {
    await this.#fetch(params.address, null);
    location.assign(location.pathname);
  }

  resetKeys() {
    this.keys.reset();
    this.#showKeys();
  }

  #showKeys() {
    for (const key of this.keyTargets) {
      const action = key.dataset.of;
      key.textContent = this.binding === action ? "…" : this.keys.keyOf(action).toUpperCase();
    }
  }

  async saveFilter(/** @type {SubmitEvent} */ event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const fields = new FormData(form);
    for (const [name, value] of new URLSearchParams(this.queryValue)) {
      fields.append(name, value);
    }
    const sent = new URLSearchParams(/** @type {any} */ (fields));
    const answer = await this.#answer(await this.#fetch(form.action, sent));
    if (answer) {
      location.assign(answer.address);
    }
  }

  #seen = () => {
    if (!document.hidden) {
      this.claim();
    }
  };

  #leave = () => {
    const fields = new FormData();
    fields.append("csrfmiddlewaretoken", window.wagtailConfig.CSRF_TOKEN);
    navigator.sendBeacon(this.toldValue.leave, fields);
  };
}

/**
 * @param {string} tag
 * @param {string} style
 * @param {string} text
 */
function element(tag, style, text = "") {
  const made = /** @type {any} */ (document.createElement(tag));
  made.className = style;
  made.textContent = text;
  return made;
}

/** @param {string} name */
function person(name) {
  const mark = element("li", "desk-people__one", [...name][0]);
  mark.title = name;
  mark.setAttribute("aria-label", name);
  return mark;
}

window.wagtail.app.register("desk", DeskController);
