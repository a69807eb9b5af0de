// Shows at once what the chosen languages do to a message, before they are saved.
import { setText, slot } from "../lib/dom.js";
import { samplePair } from "../lib/sample.js";

class LanguageSample extends HTMLElement {
  #lines

  connectedCallback() {
    const lines = JSON.parse(this.querySelector("#sample-lines").textContent)
    this.#lines = new Map(lines.map(([code, own, text]) => [code, { own, text }]))
    this.addEventListener("change", () => this.#show())
    this.#show()
  }

  #show() {
    const also = [...this.querySelectorAll('[name="also_reads"]:checked')].map((box) => box.value)
    const { large, small } = samplePair(this.querySelector('[name="reading"]').value, also)
    this.#fill(slot(this, "large"), large)
    slot(this, "second").hidden = !small
    if (!small) return
    this.#fill(slot(this, "small"), small)
    setText(slot(this, "label"), this.#lines.get(small).own)
  }

  #fill(node, code) {
    setText(node, this.#lines.get(code).text)
    node.lang = code
  }
}

customElements.define("language-sample", LanguageSample)
