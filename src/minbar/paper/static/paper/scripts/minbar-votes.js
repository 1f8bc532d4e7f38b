// @ts-check

/**
 * Wraps the two buttons of a comment: the vote is counted in place, and the exact figures come back
 * with what this reader says now. Pressing again what is pressed takes it back.
 */
class MinbarVotes extends HTMLElement {
  connectedCallback() {
    for (const button of this.#buttons()) {
      button.setAttribute("aria-pressed", "false");
    }
    this.querySelector("form")?.addEventListener("submit", this.#vote);
  }

  #buttons() {
    return /** @type {NodeListOf<HTMLButtonElement>} */ (this.querySelectorAll("[name=agrees]"));
  }

  /** @param {SubmitEvent} event */
  #vote = async (event) => {
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    const pressed = /** @type {HTMLButtonElement | null} */ (event.submitter);
    if (!pressed) {
      return;
    }
    event.preventDefault();
    const agrees = pressed.getAttribute("aria-pressed") === "true" ? "" : pressed.value;
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams({ agrees }),
      headers: { Accept: "application/json" },
    }).catch(() => null);
    if (answer?.ok) {
      this.#show(await answer.json());
    }
  };

  /** @param {{agrees: boolean | null, written: Record<string, string>}} votes */
  #show(votes) {
    for (const button of this.#buttons()) {
      const count = button.querySelector("[data-count]");
      button.setAttribute("aria-pressed", String(votes.agrees === (button.value === "1")));
      if (count) {
        count.textContent = votes.written[button.value];
      }
    }
  }
}

customElements.define("minbar-votes", MinbarVotes);
