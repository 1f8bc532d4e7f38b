// @ts-check

/**
 * Stands in a form that was sent while a flood was on, and solves ALTCHA's puzzle (version 2,
 * SHA-256) meanwhile: of numbers counted up, each behind a nonce, the one whose hash begins as asked
 * for. The form can be sent before, or without; then its comment waits longer.
 */
class MinbarProof extends HTMLElement {
  async connectedCallback() {
    const { parameters } = JSON.parse(this.getAttribute("challenge") ?? "{}");
    const status = this.querySelector("[role=status]");
    if (!status || !parameters || !globalThis.crypto?.subtle) {
      return;
    }
    status.textContent = this.dataset.working ?? "";
    const solution = await this.#solve(parameters);
    this.closest("form")?.addEventListener("formdata", (event) => {
      event.formData.set("solution", JSON.stringify(solution));
    });
    status.textContent = this.dataset.ready ?? "";
  }

  /** @param {{nonce: string, salt: string, keyPrefix: string}} parameters */
  async #solve({ nonce, salt, keyPrefix }) {
    const head = bytes(salt + nonce);
    const data = new Uint8Array(head.length + 4);
    data.set(head);
    const view = new DataView(data.buffer);
    for (let counter = 0; this.isConnected; counter++) {
      view.setUint32(head.length, counter);
      const derivedKey = hex(await crypto.subtle.digest("SHA-256", data));
      if (derivedKey.startsWith(keyPrefix)) {
        return { counter, derivedKey };
      }
    }
    return {};
  }
}

/** @param {string} text */
function bytes(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** @param {ArrayBuffer} buffer */
function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

customElements.define("minbar-proof", MinbarProof);
