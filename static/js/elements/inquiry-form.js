// A new inquiry: counts what is chosen and written, filters the suppliers, and makes two steps on a narrow screen.
import { setText, show, slot } from "../lib/dom.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";

const grouped = new Intl.NumberFormat("en")

class InquiryForm extends HTMLElement {
  #listening = null

  connectedCallback() {
    this.#listening = new AbortController()
    const { signal } = this.#listening
    this.addEventListener("input", (event) => this.#onInput(event), { signal })
    this.addEventListener("click", (event) => this.#onClick(event), { signal })
    this.addEventListener("keydown", (event) => this.#onKey(event), { signal })
    slot(this, "form").addEventListener("submit", (event) => this.#onSubmit(event), { signal })
    for (const action of ["next", "back"]) show(this.#button(action), true)
    this.#draw()
  }

  disconnectedCallback() {
    this.#listening.abort()
  }

  #onInput({ target }) {
    if (target === slot(this, "find")) this.#filter(target.value)
    else this.#draw()
  }

  #onClick({ target }) {
    const action = target.closest("[data-action]")?.dataset.action
    if (action === "next") this.#go("2", "fieldset")
    if (target.closest('a[href="#id_suppliers"]')) this.#go("2", "fieldset")
    if (action === "back") this.#go("1", "input:not([type=hidden])")
  }

  // Enter in the search looks on the server, where there may be more than the list shows.
  #onKey(event) {
    if (event.key !== "Enter" || event.isComposing || event.target !== slot(this, "find")) return
    event.preventDefault()
    slot(this, "form").requestSubmit(slot(this, "find-button"))
  }

  #onSubmit({ submitter }) {
    slot(this, "send").setAttribute("aria-busy", String(submitter?.value === "send"))
  }

  #go(step, focus) {
    this.dataset.step = step
    this.#drawStep()
    this.querySelector(focus).focus()
    this.scrollIntoView({ block: "start" })
  }

  #filter(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean)
    let shown = 0
    for (const row of slot(this, "choices").children) {
      const matches = words.every((word) => row.dataset.words.includes(word))
      row.hidden = !matches && !row.querySelector(":checked")
      shown += !row.hidden
    }
    show(slot(this, "none"), shown === 0)
  }

  #draw() {
    this.#drawChosen()
    this.#drawCount()
    this.#drawStep()
  }

  #drawChosen() {
    const boxes = [...this.querySelectorAll('[name="suppliers"]')]
    const n = boxes.filter((box) => box.checked).length
    const max = Number(this.dataset.maxSuppliers)
    for (const box of boxes) box.disabled = n >= max && !box.checked
    setText(slot(this, "chosen"), interpolate(gettext("(%(n)s of %(max)s)"), { n, max }))
    this.#drawSend(n + this.querySelector('[name="by_invitation"]').checked)
  }

  #drawSend(n) {
    const text = n ? ngettext("Send to %(n)s supplier", "Send to %(n)s suppliers", n) : gettext("Send")
    setText(slot(this, "send"), interpolate(text, { n }))
  }

  #drawCount() {
    const written = this.querySelector('[name="text"]').value.length
    const max = Number(this.dataset.maxChars)
    const count = slot(this, "count")
    const values = { n: grouped.format(written), limit: grouped.format(max) }
    setText(count, interpolate(gettext("%(n)s of %(limit)s"), values))
    count.classList.toggle("inquiry-form__count--over", written > max)
  }

  #drawStep() {
    const count = document.querySelector('[data-slot="step-count"]')
    show(count, true)
    setText(count, interpolate(gettext("%(n)s of %(all)s"), { n: this.dataset.step, all: 2 }))
  }

  #button(action) {
    return this.querySelector(`[data-action="${action}"]`)
  }
}

customElements.define("inquiry-form", InquiryForm)
