// A field with a button that copies it.

customElements.define(
  "copy-text",
  class extends HTMLElement {
    connectedCallback() {
      this.querySelector("button").addEventListener("click", (event) => this.#copy(event.currentTarget))
    }

    async #copy(button) {
      const field = this.querySelector("input")
      field.select()
      await navigator.clipboard.writeText(field.value)
      button.textContent = button.dataset.copied
    }
  },
)
