// A thread that is open: its state, kept up with the socket, the outbox and the pages of its history. Without DOM.
//
// Dispatches `changed` (detail: `{before, after, event}`) whenever the state has become another.
import { uuid } from "../lib/uuid.js";
import { hasGap, initialState, reduce, typingEnds } from "../thread-state.js";

/** How long a missing event may be late before the thread is subscribed again. */
export const GAP_PATIENCE_MS = 1_500
const PAGE_SIZE = 50
const MOST_IN_PAGE = 200

export class ThreadModel extends EventTarget {
  #state
  #connection
  #outbox
  #load
  #world
  #gapTimer = null
  #typingTimer = null
  #isLoading = false

  /** `load` has `older(thread, seq, limit)` and `fresh(thread)`, which fetch a page of history and the thread anew. */
  constructor(snapshot, { connection, outbox, load, world }) {
    super()
    this.#state = initialState(snapshot)
    this.#connection = connection
    this.#outbox = outbox
    this.#load = load
    this.#world = world
  }

  get state() {
    return this.#state
  }

  /** Begins to follow the thread and takes up what is still in the outbox. */
  start() {
    this.#outbox.addEventListener("changed", ({ detail }) => this.#pending(detail))
    this.#outbox.addEventListener("removed", ({ detail }) => this.apply({ type: "pending.removed", client_id: detail }))
    this.#connection.addEventListener("frame", ({ detail }) => this.#frame(detail))
    for (const item of this.#outbox.itemsOf(this.#state.thread)) this.#pending(item)
    this.#connection.follow(this.#state.thread, () => this.#state.cursor).catch(() => {})
  }

  send(text, attachments = [], language = null) {
    return this.#outbox.add({ client_id: uuid(), thread: this.#state.thread, text, attachments, language })
  }

  /** Replaces the text of a message. Rejects with the server's sentence, for example when it was changed meanwhile. */
  edit(message, text) {
    const { id: message_id, revision } = message
    return this.#connection.request({ type: "message.edit", thread: this.#state.thread, message_id, revision, text })
  }

  /** The figures that were heard in a message of one's own are right. */
  confirmFigures({ id: message_id, revision }) {
    return this.#connection.request({ type: "figures.confirm", thread: this.#state.thread, message_id, revision })
  }

  retryTranslation(message, language) {
    const command = { type: "translation.retry", thread: this.#state.thread, message_id: message.id, language }
    return this.#connection.request(command)
  }

  /** Gives a message a better translation, seen at its present revision. */
  correctTranslation(message, language, text) {
    const seen = { thread: this.#state.thread, message_id: message.id, revision: message.revision }
    return this.#connection.request({ type: "translation.correct", ...seen, language, text })
  }

  /** The language that a text evidently is in, where it is not the writer's own; else null. */
  async otherLanguage(text) {
    const { language } = await this.#connection.request({ type: "language.detect", thread: this.#state.thread, text })
    return language ?? null
  }

  tell(command) {
    this.#connection.tell({ ...command, thread: this.#state.thread })
  }

  /** Fetches the page before the oldest message. False where there is none, or one is on its way. */
  async loadOlder(limit = PAGE_SIZE) {
    if (!this.#state.more || this.#isLoading) return false
    this.#isLoading = true
    try {
      const page = await this.#load.older(this.#state.thread, this.#state.messages[0]?.seq, limit)
      this.apply({ type: "history.loaded", ...page })
      return true
    } finally {
      this.#isLoading = false
    }
  }

  /** Fetches pages until the message at `seq` is there, or there are no more. What cannot be fetched is left out. */
  async loadBackTo(seq) {
    while (this.#state.more && this.#state.messages[0]?.seq > seq) {
      if (!(await this.loadOlder(MOST_IN_PAGE).catch(() => false))) return
    }
  }

  apply(event) {
    const before = this.#state
    this.#state = reduce(before, event, this.#world.now())
    if (this.#state === before) return
    this.#watchGap()
    this.#watchTyping()
    this.dispatchEvent(new CustomEvent("changed", { detail: { before, after: this.#state, event } }))
  }

  #pending(item) {
    if (item.thread !== this.#state.thread) return
    const isShown = this.#state.pending.some((other) => other.client_id === item.client_id)
    this.apply({ type: isShown ? "pending.changed" : "pending.added", item })
  }

  #frame(frame) {
    if (frame.thread !== undefined && frame.thread !== this.#state.thread) return
    if (frame.type === "thread.reset") this.#reload()
    else this.apply(frame)
  }

  // Too much was missed for a replay: the page starts afresh and then follows on as ever.
  async #reload() {
    try {
      this.apply({ type: "thread.reloaded", ...(await this.#load.fresh(this.#state.thread)) })
      await this.#connection.subscribe(this.#state.thread)
    } catch {
      this.#world.setTimeout(() => this.#reload(), GAP_PATIENCE_MS)
    }
  }

  #watchGap() {
    if (!hasGap(this.#state)) {
      this.#world.clearTimeout(this.#gapTimer)
      this.#gapTimer = null
    } else {
      this.#gapTimer ??= this.#world.setTimeout(() => this.#closeGap(), GAP_PATIENCE_MS)
    }
  }

  #closeGap() {
    this.#gapTimer = null
    this.#connection.subscribe(this.#state.thread).catch(() => {})
  }

  #watchTyping() {
    this.#world.clearTimeout(this.#typingTimer)
    const ends = typingEnds(this.#state)
    if (ends === Infinity) return
    const expire = () => this.apply({ type: "typing.expired" })
    this.#typingTimer = this.#world.setTimeout(expire, Math.max(0, ends - this.#world.now()))
  }
}
