// What the chosen suppliers will read, shown when the text has rested for a second.
import { setText, show, slot } from "../lib/dom.js";
import { csrfToken } from "../lib/http.js";
import { gettext } from "../lib/i18n.js";

const REST_MS = 1_000
const WATCHED = ["text", "suppliers", "product_name"]

class InquiryPreview extends HTMLElement {
  #form = null
  #timer = null
  #asked = null
  #listening = null

  connectedCallback() {
    this.#form = this.closest("form")
    this.#listening = new AbortController()
    const { signal } = this.#listening
    this.#form.addEventListener("input", ({ target }) => WATCHED.includes(target.name) && this.#wait(), { signal })
    this.#wait()
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
    this.#asked?.abort()
    this.#listening.abort()
  }

  #wait() {
    clearTimeout(this.#timer)
    this.#asked?.abort()
    this.#timer = setTimeout(() => this.#ask(), REST_MS)
  }

  async #ask() {
    const written = new FormData(this.#form)
    if (!written.get("text").trim() || !written.getAll("suppliers").length) return show(this, false)
    const body = new URLSearchParams([...written].filter(([name]) => WATCHED.includes(name)))
    this.#asked = new AbortController()
    const options = { method: "POST", body, headers: { "X-CSRFToken": csrfToken() }, signal: this.#asked.signal }
    const response = await fetch(this.dataset.url, options).catch(() => null)
    if (response?.status === 429) this.#wait()
    if (response?.ok) this.#draw((await response.json()).lines)
  }

  #draw(lines) {
    slot(this, "lines").replaceChildren(...lines.map((line) => this.#row(line)))
    show(this, lines.length > 0)
  }

  #row({ language, own_name: name, text }) {
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true)
    setText(slot(row, "label"), name)
    slot(row, "label").lang = language
    setText(slot(row, "text"), text || gettext("Not translated. They will see what you wrote."))
    if (text) slot(row, "text").lang = language
    return row
  }
}

customElements.define("inquiry-preview", InquiryPreview)
