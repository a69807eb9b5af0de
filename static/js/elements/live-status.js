// What shows how far something is, drawn anew every few seconds; never under an open detail or the focus.
import { slot } from "../lib/dom.js";

class LiveStatus extends HTMLElement {
  #timer = null

  connectedCallback() {
    this.#timer = setInterval(() => this.#refresh(), Number(this.dataset.everyMs))
  }

  disconnectedCallback() {
    clearInterval(this.#timer)
  }

  async #refresh() {
    if (document.hidden || this.#isInUse()) return
    const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null)
    if (!response?.ok) return
    const page = new DOMParser().parseFromString(await response.text(), "text/html")
    const fresh = page.querySelector('[data-slot="live"]')
    if (fresh && !this.#isInUse()) slot(this, "live").replaceWith(document.adoptNode(fresh))
  }

  #isInUse() {
    return this.matches(":focus-within") || Boolean(this.querySelector(":popover-open"))
  }
}

customElements.define("live-status", LiveStatus)
