// A link in a field, with a button that copies it.
import { setText, show, slot } from "../lib/dom.js";

class CopyLink extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector('[data-action="copy"]')
    show(button, true)
    button.addEventListener("click", () => this.#copy(button))
  }

  // On plain http there is no clipboard: the link is selected, for the keyboard's own copy.
  async #copy(button) {
    const link = slot(this, "link")
    link.select()
    await navigator.clipboard?.writeText(link.value)
    if (navigator.clipboard) setText(slot(button, "text"), button.dataset.done)
  }
}

customElements.define("copy-link", CopyLink)
