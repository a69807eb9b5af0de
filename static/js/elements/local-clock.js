// What the clock of a place shows, minute by minute.
import { setText, slot } from "../lib/dom.js";
import { interfaceLanguage } from "../lib/i18n.js";
import { clock, localTime, untilNextMinute } from "../lib/time.js";

class LocalClock extends HTMLElement {
  #timer = null

  connectedCallback() {
    this.#tick()
  }

  disconnectedCallback() {
    clearTimeout(this.#timer)
  }

  #tick() {
    const now = new Date()
    this.#timer = setTimeout(() => this.#tick(), untilNextMinute(now))
    this.#draw(now)
  }

  #draw(now) {
    const { timeZone, city } = this.dataset
    if (!timeZone) return
    const place = { timeZone, city, locale: interfaceLanguage() }
    const text = slot(this, "text")
    setText(text, city ? localTime(now, place) : clock(now, place))
    if (text.tagName === "TIME") text.dateTime = clock(now, place)
  }
}

customElements.define("local-clock", LocalClock)
