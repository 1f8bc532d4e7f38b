// @ts-check

/**
 * Wraps a row of share links: adds a button that copies the address, and the phone's own sharing
 * where there is one. Their labels come from the page, so that they are in its language.
 */
class MinbarShare extends HTMLElement {
  connectedCallback() {
    const copy = /** @type {HTMLButtonElement | null} */ (this.querySelector("[data-copy]"));
    const share = /** @type {HTMLButtonElement | null} */ (this.querySelector("[data-share]"));
    const address = this.getAttribute("address") ?? location.href;
    if (copy && navigator.clipboard) {
      copy.hidden = false;
      copy.addEventListener("click", () => this.#copy(copy, address));
    }
    if (share && navigator.share) {
      share.hidden = false;
      share.addEventListener("click", () => {
        navigator.share({ title: this.getAttribute("headline") ?? "", url: address }).catch(() => {});
      });
    }
  }

  /**
   * @param {HTMLButtonElement} button
   * @param {string} address
   */
  async #copy(button, address) {
    await navigator.clipboard.writeText(address);
    const label = button.textContent;
    button.textContent = button.dataset.copied ?? label;
    setTimeout(() => {
      button.textContent = label;
    }, 3000);
  }
}

customElements.define("minbar-share", MinbarShare);
