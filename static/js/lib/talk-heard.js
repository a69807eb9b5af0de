// Asks, during a talk, whether the figures of what I have just said were heard rightly.
import { unconfirmed, versionOf } from "../models/heard.js";
import { setText, show, slot } from "./dom.js";
import { gettext, interpolate } from "./i18n.js";

export class TalkHeard {
  #row
  #model
  #connection
  #since = Infinity
  #answered = new Set()
  #message = null
  #sound = null

  /** `row` has the slot `heard-text` and buttons; `onCorrect` takes the message that is to be corrected. */
  constructor(row, { model, connection, onCorrect }) {
    this.#row = row
    this.#model = model
    this.#connection = connection
    const deeds = {
      "confirm-heard": (message) => this.#confirm(message),
      "correct-heard": (message) => (this.#answer(message), onCorrect(message)),
      "play-heard": ({ voice }) => this.#play(voice.url),
    }
    row.addEventListener("click", ({ target }) => deeds[target.closest("[data-action]")?.dataset.action]?.(this.#message))
    model.addEventListener("changed", ({ detail }) => detail.before.messages !== detail.after.messages && this.#draw())
  }

  /** From now on what is said is asked about. */
  start() {
    this.#since = this.#model.state.cursor
    this.#draw()
  }

  stop() {
    this.#since = Infinity
    this.#sound?.pause()
    this.#draw()
  }

  async #confirm(message) {
    const { id: message_id, revision } = message
    this.#answer(message)
    try {
      await this.#connection.request({ type: "figures.confirm", thread: this.#model.state.thread, message_id, revision })
    } catch {
      // Not confirmed: it is asked once more, here or under the message.
      this.#answered.delete(versionOf(message))
      this.#draw()
    }
  }

  #answer(message) {
    this.#answered.add(versionOf(message))
    this.#draw()
  }

  #play(url) {
    this.#sound?.pause()
    this.#sound = new Audio(url)
    this.#sound.play().catch(() => {})
  }

  #draw() {
    this.#message = unconfirmed(this.#model.state, this.#since, this.#answered)
    const figures = this.#message?.voice.figures.join(", ") ?? ""
    if (figures) setText(slot(this.#row, "heard-text"), interpolate(gettext("Heard: %(figures)s. Is that right?"), { figures }))
    show(this.#row, Boolean(figures))
  }
}
