// Tells a writer whose text looks like another language than the one that is theirs here.
import { gettext, interpolate } from "./i18n.js";

export class DraftLanguage {
  #composer
  #detect
  #names
  #own
  #asked = 0

  /** `detect(text)` gives a language or null; `names(code)` its name in the interface language; `own` the writer's. */
  constructor({ composer, detect, names, own }) {
    this.#composer = composer
    this.#detect = detect
    this.#names = names
    this.#own = own
  }

  /** Looks at a text that has rested. An answer to an earlier one is dropped. */
  async look(text) {
    const asked = ++this.#asked
    const language = text ? await this.#detect(text).catch(() => null) : null
    if (asked === this.#asked) this.#tell(language)
  }

  #tell(language) {
    if (!language) return this.#composer.clearNotice("language")
    const [a, b] = [this.#names(this.#own), this.#names(language)]
    const text = interpolate(gettext("This looks like %(b)s. Your language here is %(a)s."), { a, b })
    this.#composer.notice("language", text, interpolate(gettext("Send as %(b)s"), { b }), language)
  }

  /** The text was sent or put away: what is still being asked about it tells nothing. */
  forget() {
    this.#asked += 1
  }
}
