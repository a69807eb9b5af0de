// What has been said and not yet acknowledged. It survives a reload; each thread's messages go out in their order.
//
// Dispatches `changed` (detail: an item, to be shown as it is now) and `removed` (detail: its client_id).
// An item is `{client_id, thread, text, language, attachments, created_at, order, state, error}`; `state` is `waiting`
// or `failed`, `attachments` are the files as the server described them.
import { ErrorCode } from "../protocol.js";
import { CommandRefused } from "./requests.js";

const DEFAULT_RETRY_MS = 2_000
const PASSING = [ErrorCode.RATE_LIMITED, ErrorCode.SESSION_ENDED]

export class Outbox extends EventTarget {
  #items = new Map()
  #busy = new Set()
  #store
  #send
  #world

  /** `store` keeps items by client_id; `send` carries a command out; `world` has `setTimeout` and `now`. */
  constructor({ store, send, world }) {
    super()
    this.#store = store
    this.#send = send
    this.#world = world
  }

  /** Takes up what an earlier page left behind. */
  async load() {
    for (const item of await this.#store.all()) this.#items.set(item.client_id, item)
    for (const item of this.itemsOf()) this.#tell(item)
  }

  /** The items of a thread, or of all, oldest first. */
  itemsOf(thread = null) {
    const items = [...this.#items.values()].filter((item) => thread === null || item.thread === thread)
    return items.sort((one, other) => one.order - other.order)
  }

  /** Keeps a message and sends it as soon as there is a way. Resolves when it is kept. */
  async add({ client_id, thread, text, language = null, attachments = [] }) {
    const now = this.#world.now()
    const order = Math.max(now, 1 + Math.max(0, ...this.itemsOf().map((item) => item.order)))
    const created_at = new Date(now).toISOString()
    await this.#keep({ client_id, thread, text, language, attachments, created_at, order, state: "waiting", error: "" })
    this.flush()
  }

  /** Sends whatever waits. Called when the connection is ready. */
  flush() {
    for (const thread of new Set(this.itemsOf().map((item) => item.thread))) this.#drain(thread)
  }

  async retry(clientId) {
    const item = this.#items.get(clientId)
    if (!item) return
    await this.#keep({ ...item, state: "waiting", error: "" })
    this.flush()
  }

  async remove(clientId) {
    this.#items.delete(clientId)
    await this.#store.remove(clientId)
    this.dispatchEvent(new CustomEvent("removed", { detail: clientId }))
  }

  /** Forgets everything, for sign out. */
  async wipe() {
    this.#items.clear()
    await this.#store.clear()
  }

  async #drain(thread) {
    if (this.#busy.has(thread)) return
    this.#busy.add(thread)
    try {
      for (let item = this.#nextOf(thread); item; item = this.#nextOf(thread)) {
        if (!(await this.#attempt(item))) break
      }
    } finally {
      this.#busy.delete(thread)
    }
  }

  #nextOf(thread) {
    return this.itemsOf(thread).find((item) => item.state === "waiting")
  }

  /** Tries to send one item. True where the next one may follow at once. */
  async #attempt(item) {
    try {
      await this.#send(commandOf(item))
    } catch (error) {
      return this.#refused(item, error)
    }
    await this.#settled(item.client_id)
    return true
  }

  // Acknowledged: it is the thread's now, and the bubble stays until the echo replaces it.
  async #settled(clientId) {
    this.#items.delete(clientId)
    await this.#store.remove(clientId)
  }

  async #refused(item, error) {
    if (!(error instanceof CommandRefused)) return this.#later(DEFAULT_RETRY_MS)
    if (PASSING.includes(error.code)) return this.#later(error.retryAfterMs ?? DEFAULT_RETRY_MS)
    if (this.#items.has(item.client_id)) await this.#keep({ ...item, state: "failed", error: error.message })
    return true
  }

  #later(delay) {
    this.#world.setTimeout(() => this.flush(), delay)
    return false
  }

  async #keep(item) {
    this.#items.set(item.client_id, item)
    this.#tell(item)
    await this.#store.put(item)
  }

  #tell(item) {
    this.dispatchEvent(new CustomEvent("changed", { detail: item }))
  }
}

function commandOf({ thread, client_id, text, language, attachments }) {
  const ids = attachments.map((attachment) => attachment.id)
  return { type: "message.send", thread, client_id, text, language, attachments: ids }
}
