// @ts-check

/** Milliseconds that a page must have been on the screen to be a view. */
const SEEN_AFTER = 2000;

/** Tells the newspaper, once, that a person has had this story on the screen for two seconds. */
class MinbarView extends HTMLElement {
  #seen = 0;
  #since = 0;
  #timer = 0;

  connectedCallback() {
    document.addEventListener("visibilitychange", this.#watch);
    this.#watch();
  }

  #watch = () => {
    clearTimeout(this.#timer);
    if (document.visibilityState === "visible") {
      this.#since = performance.now();
      this.#timer = setTimeout(this.#tell, SEEN_AFTER - this.#seen);
    } else if (this.#since) {
      this.#seen += performance.now() - this.#since;
      this.#since = 0;
    }
  };

  #tell = () => {
    document.removeEventListener("visibilitychange", this.#watch);
    const story = this.getAttribute("story") ?? "";
    navigator.sendBeacon("/views/", new URLSearchParams({ story }));
  };
}

customElements.define("minbar-view", MinbarView);
