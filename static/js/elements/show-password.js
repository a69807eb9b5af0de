// A button that shows and hides what stands in a password field.

customElements.define(
  "show-password",
  class extends HTMLElement {
    connectedCallback() {
      this.#button.addEventListener("click", () => this.#toggle())
    }

    get #button() {
      return this.querySelector("button")
    }

    #toggle() {
      const field = document.getElementById(this.getAttribute("for"))
      const shows = field.type === "password"
      field.type = shows ? "text" : "password"
      this.#button.setAttribute("aria-pressed", String(shows))
    }
  },
)
