// @ts-check

/**
 * Decisions on their way to the desk's server: sent in the background in the order in which they
 * were made, kept in this browser until they are answered, and sent again where the line was cut.
 * Each has a key of its own, so that one which was sent twice is done once.
 *
 * @typedef {{key: string, undoes?: string, kind?: string, comments?: string[], reason?: string,
 *   message?: string, note?: string, term?: string}} Order
 * @typedef {{key: string, done: number[], refused: Record<string, string>, why?: string}} Result
 */

const MOST = 20;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;

class DeskOutbox {
  /** @type {Order[]} */
  #orders;
  #name;
  #send;
  #answered;
  #changed;
  #isSending = false;
  #wait = FIRST_WAIT;
  /** @type {number | undefined} */
  #timer;

  /**
   * @param {string} name of the moderator's own store
   * @param {(orders: Order[]) => Promise<Result[] | null>} send gives null where the line is cut
   * @param {(order: Order, result: Result) => void} answered
   * @param {(state: {waiting: number, isCut: boolean}) => void} changed
   */
  constructor(name, send, answered, changed) {
    this.#name = `minbar-desk:outbox:${name}`;
    this.#send = send;
    this.#answered = answered;
    this.#changed = changed;
    this.#orders = this.#stored();
    addEventListener("online", () => this.flush());
  }

  get orders() {
    return this.#orders;
  }

  get isSending() {
    return this.#isSending;
  }

  /** @param {Order} order */
  add(order) {
    this.#orders.push(order);
    this.#store();
    this.#tell(false);
    this.flush();
  }

  /**
   * Take an order back that has not been sent; whether there was one.
   * @param {string} key
   */
  withdraw(key) {
    const place = this.#orders.findIndex((order) => order.key === key);
    if (place < 0 || (this.#isSending && place < MOST)) {
      return false;
    }
    this.#orders.splice(place, 1);
    this.#store();
    this.#tell(false);
    return true;
  }

  async flush() {
    clearTimeout(this.#timer);
    while (this.#orders.length && !this.#isSending) {
      this.#isSending = true;
      const sent = this.#orders.slice(0, MOST);
      const results = await this.#send(sent);
      this.#isSending = false;
      if (!results) {
        this.#tell(true);
        this.#timer = setTimeout(() => this.flush(), this.#wait);
        this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
        return;
      }
      this.#wait = FIRST_WAIT;
      this.#orders.splice(0, results.length);
      this.#store();
      for (const [place, result] of results.entries()) {
        this.#answered(sent[place], result);
      }
      this.#tell(false);
    }
  }

  /** @param {boolean} isCut */
  #tell(isCut) {
    this.#changed({ waiting: this.#orders.length, isCut });
  }

  #stored() {
    try {
      return JSON.parse(localStorage.getItem(this.#name) ?? "[]");
    } catch {
      return [];
    }
  }

  #store() {
    try {
      localStorage.setItem(this.#name, JSON.stringify(this.#orders));
    } catch {
      // Where nothing may be stored they live as long as the page.
    }
  }
}

window.MinbarDeskOutbox = DeskOutbox;
