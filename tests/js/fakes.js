// A world without a browser: a clock that is turned by hand, sockets that are opened and closed by the test.

export class FakeWorld {
  #now = 1_000_000
  #timers = []
  #last = 0
  sockets = []
  online = true

  constructor() {
    const world = this
    this.WebSocket = class extends FakeSocket {
      constructor(url, protocol) {
        super(url, protocol)
        world.sockets.push(this)
      }
    }
  }

  now = () => this.#now
  random = () => 0.5
  isOnline = () => this.online

  setTimeout = (action, delay) => {
    this.#timers.push({ id: ++this.#last, at: this.#now + delay, action })
    return this.#last
  }

  clearTimeout = (id) => {
    this.#timers = this.#timers.filter((timer) => timer.id !== id)
  }

  get socket() {
    return this.sockets.at(-1)
  }

  /** Lets `ms` pass: timers run in their order, and promises settle in between. */
  async pass(ms) {
    const end = this.#now + ms
    await settled()
    for (let timer = this.#nextUntil(end); timer; timer = this.#nextUntil(end)) {
      this.#now = timer.at
      this.clearTimeout(timer.id)
      timer.action()
      await settled()
    }
    this.#now = end
  }

  #nextUntil(end) {
    return this.#timers.filter((timer) => timer.at <= end).sort((one, other) => one.at - other.at || one.id - other.id)[0]
  }
}

export class FakeSocket {
  readyState = 0
  sent = []
  audio = []

  constructor(url, protocol) {
    this.url = url
    this.protocol = protocol
  }

  send(frame) {
    if (typeof frame === "string") this.sent.push(JSON.parse(frame))
    else this.audio.push(frame)
  }

  close() {
    this.readyState = 3
  }

  accept() {
    this.readyState = 1
    this.onopen?.()
  }

  receive(frame) {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }

  /** Acknowledges everything of a type that was sent so far. */
  acknowledge(type) {
    for (const command of this.sentOf(type)) this.receive({ type: "ack", ref: command.ref })
  }

  sentOf(type) {
    return this.sent.filter((command) => command.type === type)
  }

  drop(code = 1006) {
    this.readyState = 3
    this.onclose?.({ code })
  }
}

export class FakeStorage {
  #values = new Map()

  get length() {
    return this.#values.size
  }

  key(index) {
    return [...this.#values.keys()][index] ?? null
  }

  getItem(key) {
    return this.#values.get(key) ?? null
  }

  setItem(key, value) {
    this.#values.set(key, String(value))
  }

  removeItem(key) {
    this.#values.delete(key)
  }
}

/** Every promise that can settle has settled. */
export function settled() {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A generator of numbers in [0, 1) from a seed (mulberry32), so that a failing case can be run again. */
export function seeded(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
