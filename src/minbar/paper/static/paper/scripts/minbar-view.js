// @ts-check

/** Milliseconds that a page must have been on the screen to be a view. */
const SEEN_AFTER = 2000;

/** Set by the newsroom's pages: whoever makes the newspaper is not counted among its readers. */
const NEWSROOM = "minbar:newsroom";

/** Tells the newspaper, once, that a person has had this story on the screen for two seconds. */
class MinbarView extends HTMLElement {
  #seen = 0;
  #since = 0;
  #timer = 0;

  connectedCallback() {
    if (!isNewsroom()) {
      document.addEventListener("visibilitychange", this.#watch);
      document.addEventListener("prerenderingchange", this.#watch);
      this.#watch();
    }
  }

  #watch = () => {
    clearTimeout(this.#timer);
    if (this.#since) {
      this.#seen += performance.now() - this.#since;
      this.#since = 0;
    }
    if (document.visibilityState === "visible" && !isPrerendered()) {
      this.#since = performance.now();
      this.#timer = setTimeout(this.#tell, SEEN_AFTER - this.#seen);
    }
  };

  #tell = () => {
    document.removeEventListener("visibilitychange", this.#watch);
    document.removeEventListener("prerenderingchange", this.#watch);
    const story = this.getAttribute("story") ?? "";
    const source = document.referrer && new URL(document.referrer).hostname;
    navigator.sendBeacon("/views/", new URLSearchParams({ story, source }));
  };
}

/** Whether the browser has only made the page ready, in case it is asked for. */
function isPrerendered() {
  return "prerendering" in document && document.prerendering === true;
}

/** Whether this browser has been in the newsroom. Where nothing may be stored nobody knows. */
function isNewsroom() {
  try {
    return localStorage.getItem(NEWSROOM) !== null;
  } catch {
    return false;
  }
}

customElements.define("minbar-view", MinbarView);
