// How loud the microphone hears one: twelve segments, and words where it is too quiet or too loud.
import { prefersStillness, setText, slot } from "../lib/dom.js";
import { gettext } from "../lib/i18n.js";
import { Loudness, segmentsOf } from "../models/loudness.js";

const STILL_EVERY_MS = 250

class LevelMeter extends HTMLElement {
  #loudness = new Loudness()
  #drawnAt = 0

  /** Shows a level in dB. */
  feed(level, now = performance.now()) {
    const word = this.#loudness.feed(level, now)
    if (prefersStillness() && now - this.#drawnAt < STILL_EVERY_MS) return
    this.#drawnAt = now
    this.#draw(segmentsOf(level), word)
  }

  /** Back to rest: nothing is being heard. */
  rest() {
    this.#loudness = new Loudness()
    this.#draw(0, "off")
  }

  #draw(lit, word) {
    const { spoken, shown } = WORDS[word]()
    slot(this, "segments").querySelectorAll("i").forEach((segment, index) => segment.toggleAttribute("data-lit", index < lit))
    slot(this, "segments").setAttribute("aria-valuenow", lit)
    slot(this, "segments").setAttribute("aria-valuetext", spoken)
    setText(slot(this, "word"), shown)
  }
}

const WORDS = {
  off: () => ({ spoken: gettext("The microphone is off"), shown: "" }),
  good: () => ({ spoken: gettext("Good level"), shown: "" }),
  quiet: () => both(gettext("Too quiet")),
  loud: () => both(gettext("Too loud")),
}

function both(text) {
  return { spoken: text, shown: text }
}

customElements.define("level-meter", LevelMeter)
