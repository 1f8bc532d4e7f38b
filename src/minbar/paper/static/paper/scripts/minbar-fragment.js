// @ts-check

/**
 * Brings a small part that changes for the whole site (most read) into a page that does not.
 * Without it the link inside stays, and leads to where the same list stands.
 */
class MinbarFragment extends HTMLElement {
  async connectedCallback() {
    const answer = await fetch(this.getAttribute("src") ?? "").catch(() => null);
    if (answer?.ok) {
      this.innerHTML = await answer.text();
    }
  }
}

customElements.define("minbar-fragment", MinbarFragment);
