// @ts-check

/** How far below the screen what runs is fetched, so that it is there when it is seen. */
const AHEAD = "600px";

/** What another company's frame may do; it has an origin of its own, and reads nothing of the page. */
const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox";

const root = document.documentElement;

/**
 * Brings an advertisement into the room that is kept for it: one of those that run there, by chance.
 * Nothing is counted or told to anybody. A frame of another company is loaded only for a reader who
 * has agreed to such frames; the answer is a choice of reading (minbar-reading.js keeps it).
 */
class MinbarAdvertisement extends HTMLElement {
  /** @type {HTMLElement[]} */
  #offers = [];

  /** @type {HTMLElement | undefined} */
  #chosen;

  connectedCallback() {
    const watch = new IntersectionObserver(
      (seen) => {
        if (seen.some((entry) => entry.isIntersecting)) {
          watch.disconnect();
          this.#fetch();
        }
      },
      { rootMargin: AHEAD },
    );
    watch.observe(this);
    this.addEventListener("click", ({ target }) => {
      const button = target instanceof Element && target.closest("[data-answer]");
      if (button) {
        this.#answer(button.getAttribute("data-answer") ?? "");
      }
    });
    addEventListener("minbar:chosen", () => this.#show());
  }

  async #fetch() {
    const answer = await fetch(this.getAttribute("src") ?? "").catch(() => null);
    if (answer?.ok) {
      const fragment = document.createElement("template");
      fragment.innerHTML = await answer.text();
      this.#offers = /** @type {HTMLElement[]} */ ([...fragment.content.children]);
      this.#show();
    }
  }

  /** Show what was chosen by chance, or choose anew where that may not stand here now. */
  #show() {
    const mayStand = this.#offers.filter(
      ({ dataset }) => !("otherwise" in dataset) && !(dataset.frame && framesAreRefused()),
    );
    if (!this.#chosen || !mayStand.includes(this.#chosen)) {
      this.#chosen =
        mayStand[Math.floor(Math.random() * mayStand.length)] ??
        this.#offers.find(({ dataset }) => "otherwise" in dataset);
    }
    if (this.#chosen) {
      this.#put(this.#chosen);
    }
  }

  /** @param {HTMLElement} offer */
  #put(offer) {
    const { advertiser = "", frame } = offer.dataset;
    const isLoaded = frame && root.dataset.frames === "shown";
    const shown = isLoaded ? framed(frame, advertiser) : offer;
    const room = this.querySelector("[data-room]");
    const now = room?.firstElementChild;
    if (now !== shown && !(isLoaded && now instanceof HTMLIFrameElement)) {
      room?.replaceChildren(shown);
    }
    const named = this.querySelector("[data-advertiser]");
    if (named) {
      named.textContent = advertiser;
    }
  }

  /**
   * Keep an answer as if it had been given among the choices of reading.
   * @param {string} answer
   */
  #answer(answer) {
    const choice = document.querySelector(`minbar-reading [name=frames][value=${answer}]`);
    if (choice instanceof HTMLInputElement) {
      choice.checked = true;
      choice.dispatchEvent(new Event("change", { bubbles: true }));
      this.#focus();
    }
  }

  /** The button that was pressed is gone. */
  #focus() {
    const shown = this.querySelector("[data-room] :is(iframe, a)");
    if (shown instanceof HTMLElement) {
      shown.focus();
    }
  }
}

/** Whether the reader wants none, or saves data. */
function framesAreRefused() {
  return root.dataset.frames === "refused" || root.dataset.pictures === "tap";
}

/**
 * @param {string} address
 * @param {string} title
 */
function framed(address, title) {
  const frame = document.createElement("iframe");
  frame.title = title;
  frame.setAttribute("sandbox", SANDBOX);
  frame.referrerPolicy = "no-referrer";
  frame.loading = "lazy";
  frame.src = address;
  return frame;
}

customElements.define("minbar-advertisement", MinbarAdvertisement);
