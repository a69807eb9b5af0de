// Commands on their way, each with a `ref`, and the promises of their answers.
export const ANSWER_WITHIN_MS = 15_000

/** The server refused a command; nothing was written. `message` is its sentence in the user's language. */
export class CommandRefused extends Error {
  constructor({ code, detail, field = null, retry_after_ms = null }) {
    super(detail)
    this.name = "CommandRefused"
    this.code = code
    this.field = field
    this.retryAfterMs = retry_after_ms
  }
}

/** No answer came: the command may or may not have been carried out. Sending it again does no harm. */
export class Unreachable extends Error {
  constructor() {
    super("No connection")
    this.name = "Unreachable"
  }
}

export class Requests {
  #waiting = new Map()
  #last = 0
  #world
  #transmit

  /** `world` has `setTimeout` and `clearTimeout`; `transmit` takes a text frame. */
  constructor(world, transmit) {
    this.#world = world
    this.#transmit = transmit
  }

  /** Sends `command` under a fresh `ref`. */
  send(command, withinMs = ANSWER_WITHIN_MS) {
    const ref = String(++this.#last)
    return new Promise((resolve, reject) => {
      const timer = this.#world.setTimeout(() => this.#take(ref)?.reject(new Unreachable()), withinMs)
      this.#waiting.set(ref, { resolve, reject, timer })
      this.#transmit(JSON.stringify({ ...command, ref }))
    })
  }

  /** Hands a frame to whoever waits for it. False where it is not an answer but an event. */
  settle(frame) {
    if (frame.type !== "ack" && frame.type !== "error") return false
    const waiting = this.#take(frame.ref)
    if (frame.type === "ack") waiting?.resolve(frame)
    else waiting?.reject(new CommandRefused(frame))
    return true
  }

  /** Nobody will answer any more. */
  abandon() {
    for (const ref of [...this.#waiting.keys()]) this.#take(ref).reject(new Unreachable())
  }

  #take(ref) {
    const waiting = this.#waiting.get(ref)
    this.#waiting.delete(ref)
    if (waiting) this.#world.clearTimeout(waiting.timer)
    return waiting
  }
}
