// What a screen reader is told of arriving messages, and when. Without DOM: hands lines to `say`.
import { gettext, interpolate, ngettext } from "../lib/i18n.js";

export const GATHER_MS = 500
export const WINDOW_MS = 2_000
export const SLOW_MS = 3_000
export const MOST_AT_ONCE = 3

export class Announcements {
  #say
  #world
  #told = new Set()
  #slow = new Map()
  #gathered = []
  #spokenAt = []
  #timer = null

  /** `say` takes a list of spans `{text, language}`. */
  constructor({ say, world }) {
    this.#say = say
    this.#world = world
  }

  /** Tells of a message: `key` names it and its revision, `isFinal` whether its text in the reader's language stands. */
  message({ key, name, text, language, isFinal }) {
    if (this.#told.has(key)) return
    if (isFinal) this.#final(key, [{ text: name, language: "" }, { text, language }])
    else if (!this.#slow.has(key)) this.#slow.set(key, this.#after(SLOW_MS, () => this.#late(key, name)))
  }

  // Names the sender only: what it says is announced when it stands.
  #late(key, name) {
    const text = interpolate(gettext("New message from %(name)s"), { name })
    this.#gather([{ text, language: "" }])
    this.#slow.set(key, null)
  }

  #final(key, spans) {
    this.#told.add(key)
    this.#world.clearTimeout(this.#slow.get(key))
    this.#slow.delete(key)
    this.#gather(spans)
  }

  #gather(spans) {
    this.#gathered.push(spans)
    this.#timer ??= this.#after(GATHER_MS, () => this.#speak())
  }

  #speak() {
    const now = this.#world.now()
    this.#timer = null
    this.#spokenAt = this.#spokenAt.filter((at) => now - at < WINDOW_MS)
    const lines = this.#gathered.splice(0)
    const tooMany = lines.length + this.#spokenAt.length > MOST_AT_ONCE
    this.#spokenAt.push(...lines.map(() => now))
    if (tooMany) this.#say([{ text: countOf(lines.length), language: "" }])
    else lines.forEach((spans) => this.#say(spans))
  }

  #after(delay, action) {
    return this.#world.setTimeout(action, delay)
  }
}

export function countOf(n) {
  return interpolate(ngettext("%(n)s new message", "%(n)s new messages", n), { n })
}
