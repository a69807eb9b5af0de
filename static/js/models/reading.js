// Receipts: what has reached this screen, and what has been read on it. Without DOM: told what is in view.
export const READ_AFTER_MS = 1_000

export class Reading {
  #deliver
  #read
  #world
  #delivered
  #readUpTo
  #timers = new Map()
  #inView = new Set()
  #attentive = false

  /** `deliver` and `read` are called with a seq; `from` is what was known when the page was made. */
  constructor({ deliver, read, world, from = { delivered: 0, read: 0 } }) {
    this.#deliver = deliver
    this.#read = read
    this.#world = world
    this.#delivered = from.delivered
    this.#readUpTo = from.read
  }

  arrived(seq) {
    if (seq <= this.#delivered) return
    this.#delivered = seq
    this.#deliver(seq)
  }

  /** Is the tab visible and its window focused? */
  attend(attentive) {
    if (attentive === this.#attentive) return
    this.#attentive = attentive
    for (const seq of this.#inView) attentive ? this.#start(seq) : this.#stop(seq)
  }

  /** Tells again what was told, for a connection that may not have carried it. */
  repeat() {
    if (this.#delivered > 0) this.#deliver(this.#delivered)
    if (this.#readUpTo > 0) this.#read(this.#readUpTo)
  }

  shown(seq) {
    this.#inView.add(seq)
    if (this.#attentive) this.#start(seq)
  }

  hidden(seq) {
    this.#inView.delete(seq)
    this.#stop(seq)
  }

  #start(seq) {
    if (seq <= this.#readUpTo || this.#timers.has(seq)) return
    this.#timers.set(seq, this.#world.setTimeout(() => this.#seen(seq), READ_AFTER_MS))
  }

  #stop(seq) {
    this.#world.clearTimeout(this.#timers.get(seq))
    this.#timers.delete(seq)
  }

  #seen(seq) {
    this.#timers.delete(seq)
    if (seq <= this.#readUpTo) return
    this.#readUpTo = seq
    this.#read(seq)
  }
}
