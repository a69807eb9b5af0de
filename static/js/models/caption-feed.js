// The captions of a thread, kept up with the socket, the messages and the clock. Without DOM.
//
// Dispatches `changed` whenever there is something else to be shown.
import { captionOf } from "../lib/caption-view.js";
import { FINISHED_MS, captionsDue, initialCaptions, lagOf, reduceCaptions, shownBlocks, speakingNow } from "./captions.js";

const EPHEMERAL = ["utterance.partial", "caption.partial", "utterance.ended"]

export class CaptionFeed extends EventTarget {
  #state
  #thread
  #world
  #timer = null
  #finishedMs = FINISHED_MS

  constructor({ model, connection, world }) {
    super()
    this.#world = world
    this.#thread = model.state.thread
    this.#state = initialCaptions(model.state)
    connection.addEventListener("frame", ({ detail }) => this.#frame(detail))
    model.addEventListener("changed", ({ detail }) => this.#modelChanged(detail))
  }

  /** How long a finished block stays; Infinity where the history cannot be seen beside it. */
  set finishedMs(ms) {
    this.#finishedMs = ms
    this.#expire()
  }

  /** The blocks as their viewer sees them. */
  blocks(languages) {
    const now = this.#world.now()
    const context = { ...this.#state, languages }
    return shownBlocks(this.#state, now, this.#finishedMs).map((block) => captionOf(block, context, now, this.#finishedMs))
  }

  get lagMs() {
    return lagOf(this.#state, this.#world.now())
  }

  /** The names of those who are speaking, without the viewer. */
  get speakers() {
    const ids = speakingNow(this.#state, this.#world.now())
    return this.#state.participants.filter(({ id }) => ids.includes(id)).map(({ name }) => name)
  }

  #frame(frame) {
    if (EPHEMERAL.includes(frame.type) && frame.thread === this.#thread) this.#apply(frame)
  }

  #modelChanged({ before, after }) {
    if (before.messages === after.messages && before.participants === after.participants) return
    this.#apply({ type: "messages.changed", messages: after.messages, participants: after.participants })
  }

  #apply(event) {
    const before = this.#state
    this.#state = reduceCaptions(before, event, this.#world.now())
    if (this.#state !== before) this.#changed()
  }

  #expire() {
    this.#apply({ type: "captions.expired", finishedMs: this.#finishedMs })
  }

  #changed() {
    this.#world.clearTimeout(this.#timer)
    const due = captionsDue(this.#state, this.#world.now(), this.#finishedMs)
    if (due !== Infinity) this.#timer = this.#world.setTimeout(() => this.#expire(), due - this.#world.now())
    this.dispatchEvent(new CustomEvent("changed"))
  }
}
