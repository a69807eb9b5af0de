// Which messages are read aloud while a talk is on: what the other side has said, in the language that I read.
import { otherLanguages, pairOf } from "../lib/pair.js";

export class ReadAloud {
  #say
  #waiting = new Set()

  /** `say` takes a text, its language and a key. */
  constructor(say) {
    this.#say = say
  }

  /** Takes up what came between two states of a thread; each message is read once its text for me stands. */
  changed(before, after) {
    const known = new Set(before.messages.map((message) => message.id))
    for (const message of after.messages) {
      if (!known.has(message.id) && isSpokenToMe(message, after.viewer)) this.#waiting.add(message.id)
      if (this.#waiting.has(message.id)) this.#read(message, after)
    }
  }

  /** Forgets what has not been read yet. */
  forget() {
    this.#waiting.clear()
  }

  #read(message, state) {
    const pair = pairFor(message, state)
    if (pair.state === "pending") return
    this.#waiting.delete(message.id)
    if (pair.state !== "failed") this.#say(pair.large.text, pair.large.language, message.id)
  }
}

function pairFor(message, { viewer, participants }) {
  return pairOf(message, { ...viewer, original_first: false }, otherLanguages(participants, viewer.side))
}

// What is veiled on the screen, behind the warning of another way to pay, is not read aloud either.
function isSpokenToMe(message, viewer) {
  return message.kind === "voice" && message.text && message.side !== viewer.side && !message.payment
}
