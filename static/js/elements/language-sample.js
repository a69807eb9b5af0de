// Shows a pair in the language that is chosen to be read, at once.

customElements.define(
  "language-sample",
  class extends HTMLElement {
    connectedCallback() {
      this.#select.addEventListener("change", () => this.#show(this.#select.value))
    }

    get #select() {
      return document.getElementById(this.getAttribute("for"))
    }

    #show(code) {
      const [large, small] = ["large", "small"].map((slot) => this.querySelector(`[data-slot=${slot}]`))
      const other = code === "zh" ? "en" : "zh"
      large.textContent = large.dataset[code] ?? large.dataset.en
      large.lang = code in large.dataset ? code : "en"
      small.textContent = large.dataset[other]
      small.lang = other
    }
  },
)
