// @ts-check

/** Set where somebody has said that the phone is not theirs: no alert is asked for on it. */
const NOT_MINE = "minbar:not-mine";

/** What this browser has asked for, and when the newspaper was last told so, of which endpoint. */
const KEPT = "minbar:alerts";

/** Milliseconds after which it is told again, that the browser still wants them. */
const RENEWED_AFTER = 30 * 24 * 60 * 60 * 1000;

/**
 * Breaking news on the phone: shown where the browser has push, on where the reader has chosen what
 * of. Nothing is asked or sent before a tap.
 */
class MinbarPush extends HTMLElement {
  /** One change after the other. */
  #turn = Promise.resolve();

  connectedCallback() {
    if (navigator.serviceWorker && "PushManager" in window && "Notification" in window) {
      this.#begin().catch(() => {}); // where nothing may be kept
    }
  }

  async #begin() {
    if (localStorage.getItem(NOT_MINE) !== null) {
      await this.#forget();
      return;
    }
    const topics = Notification.permission === "granted" ? this.#kept() : [];
    this.#show(topics);
    this.hidden = false;
    this.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement) {
        this.#leaveOut(target);
        // Asked here and now: a browser wants to see the tap.
        const asked = this.#chosen().length ? Notification.requestPermission() : null;
        this.#turn = this.#turn.then(() => this.#choose(asked));
      }
    });
    if (topics.length) {
      this.#turn = this.#turn.then(() => this.#renew(topics)).catch(() => {});
    }
  }

  /** @param {Promise<NotificationPermission> | null} asked */
  async #choose(asked) {
    const topics = this.#chosen();
    try {
      if (topics.length === 0) {
        await this.#forget();
      } else if ((await asked) === "granted") {
        keep(topics, await this.#subscribe(topics));
      } else {
        this.#show([]);
        this.#say(this.dataset.refused);
        return;
      }
      this.#show(topics);
    } catch (error) {
      this.#show(this.#kept());
      this.#say((error instanceof Refused && error.message) || this.dataset.failed);
    }
  }

  /**
   * Ask the push service and the newspaper, and return the endpoint that both know.
   * @param {string[]} topics
   */
  async #subscribe(topics) {
    await navigator.serviceWorker.register("/service-worker.js", { updateViaCache: "none" });
    const { pushManager } = await navigator.serviceWorker.ready;
    const key = this.dataset.key ?? "";
    let subscription = await pushManager.getSubscription();
    if (subscription && written(subscription.options.applicationServerKey) !== key) {
      await subscription.unsubscribe(); // the newspaper has another key
      subscription = null;
    }
    subscription ??= await pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: key,
    });
    const { endpoint = "", keys = {} } = subscription.toJSON();
    const told = new URLSearchParams({ endpoint, ...keys });
    for (const topic of topics) {
      told.append("topic", topic);
    }
    await post(this.dataset.subscribe ?? "", told);
    return endpoint;
  }

  /** Tell the newspaper, then the browser; if only the browser hears it, no alert comes either. */
  async #forget() {
    const worker = await navigator.serviceWorker.getRegistration();
    const subscription = await worker?.pushManager.getSubscription();
    localStorage.removeItem(KEPT);
    if (subscription) {
      const told = new URLSearchParams({ endpoint: subscription.endpoint });
      await post(this.dataset.forget ?? "", told).catch(() => {});
      await subscription.unsubscribe();
    }
  }

  /**
   * Say now and then that they are still wanted, or at once where the browser lost them.
   * @param {string[]} topics
   */
  async #renew(topics) {
    const worker = await navigator.serviceWorker.getRegistration();
    const subscription = await worker?.pushManager.getSubscription();
    const isOurs = written(subscription?.options.applicationServerKey) === this.dataset.key;
    if (!isOurs) {
      this.#show([]); // until they are
    }
    const { told, endpoint } = kept();
    const isKnown = subscription?.endpoint === endpoint; // or the worker may have told it in vain
    if (!isOurs || !isKnown || Date.now() - told > RENEWED_AFTER) {
      keep(topics, await this.#subscribe(topics));
      this.#show(topics);
    }
  }

  /**
   * All breaking news of an edition leaves no section of it to be chosen, and a section is not all.
   * @param {HTMLInputElement} changed
   */
  #leaveOut(changed) {
    for (const input of this.#inputs()) {
      const isOfEdition = input.closest("fieldset") === changed.closest("fieldset");
      if (changed.checked && isOfEdition && isAll(input) !== isAll(changed)) {
        input.checked = false;
      }
    }
  }

  #inputs() {
    return [...this.querySelectorAll("input")];
  }

  /** What was asked for. Before each edition had an «all» of its own, it was that of every one. */
  #kept() {
    const { topics, byEdition } = kept();
    const isOfEvery = !byEdition && topics.includes("all");
    return isOfEvery ? this.#inputs().filter(isAll).map(({ value }) => value) : topics;
  }

  #chosen() {
    return this.#inputs().filter((input) => input.checked).map((input) => input.value);
  }

  /** @param {string[]} topics */
  #show(topics) {
    for (const input of this.#inputs()) {
      input.checked = topics.includes(input.value);
    }
    this.#say(topics.length ? this.dataset.on : this.dataset.off);
  }

  /** @param {string | undefined} sentence */
  #say(sentence) {
    const status = this.querySelector("[role=status]");
    if (status) {
      status.textContent = sentence ?? "";
    }
  }
}

/** @param {HTMLInputElement} input */
function isAll(input) {
  return input.value.startsWith("all");
}

/** What the newspaper did not take, in its own words. */
class Refused extends Error {}

/**
 * @param {string} address
 * @param {URLSearchParams} told
 */
async function post(address, told) {
  const answer = await fetch(address, { method: "POST", body: told });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Refused(problem.detail);
  }
}

/**
 * A key as base64url, as the page has it.
 * @param {ArrayBuffer | null | undefined} key
 */
function written(key) {
  const letters = btoa(String.fromCharCode(...new Uint8Array(key ?? new ArrayBuffer(0))));
  return letters.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @returns {{topics: string[], told: number, endpoint: string, byEdition: boolean}} */
function kept() {
  const none = { topics: [], told: 0, endpoint: "", byEdition: false };
  try {
    return { ...none, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
  } catch {
    return none;
  }
}

/**
 * @param {string[]} topics
 * @param {string} endpoint
 */
function keep(topics, endpoint) {
  const asked = { topics, endpoint, told: Date.now(), byEdition: true };
  localStorage.setItem(KEPT, JSON.stringify(asked));
}

customElements.define("minbar-push", MinbarPush);
