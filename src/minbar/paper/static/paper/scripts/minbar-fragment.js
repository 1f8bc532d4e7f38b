// @ts-check

/** How far below the screen a lazy fragment is fetched, so that it is there when it is seen. */
const AHEAD = "800px";

/**
 * Brings a small part that changes for the whole site (most read) into a page that does not.
 * Without it what stands inside stays. With `lazy` it is fetched when a reader comes near.
 */
class MinbarFragment extends HTMLElement {
  connectedCallback() {
    if (!this.hasAttribute("lazy")) {
      this.#fetch();
      return;
    }
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
  }

  async #fetch() {
    const answer = await fetch(this.getAttribute("src") ?? "").catch(() => null);
    if (answer?.ok) {
      this.innerHTML = await answer.text();
    }
  }
}

customElements.define("minbar-fragment", MinbarFragment);
