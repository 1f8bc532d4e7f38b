// @ts-check

/** What another platform's frame may do at most; it runs at its own address. */
const SANDBOX =
  "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation";

/**
 * Loads a film or post of another platform when its reader taps it, in the room that is kept for it.
 * Nothing is asked of the platform before. Without it the link that stands inside leads there.
 */
class MinbarEmbed extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
      if (isPlain && event.target instanceof Element && event.target.closest("a")) {
        event.preventDefault();
        this.#load();
      }
    });
  }

  #load() {
    const frame = document.createElement("iframe");
    frame.title = this.getAttribute("name") ?? "";
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.setAttribute("sandbox", SANDBOX);
    frame.src = this.getAttribute("src") ?? "";
    this.replaceChildren(frame);
    frame.focus();
  }
}

customElements.define("minbar-embed", MinbarEmbed);
