// The button beside a password that shows what was typed, and hides it again.

class PasswordField extends HTMLElement {
  #input
  #button

  connectedCallback() {
    this.#input = this.parentElement.querySelector("input")
    this.#button = this.querySelector("button")
    this.#button.hidden = false
    this.#button.addEventListener("click", () => this.#show(this.#input.type === "password"))
    // Sent as a password again, or the browser would offer to keep it as plain text.
    this.#input.form?.addEventListener("submit", () => this.#show(false))
  }

  #show(visible) {
    this.#input.type = visible ? "text" : "password"
    this.#button.textContent = visible ? this.#button.dataset.shown : this.#button.dataset.hidden
  }
}

customElements.define("password-field", PasswordField)
