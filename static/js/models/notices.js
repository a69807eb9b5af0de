// Which changes of conversations are worth a notification. Without DOM: told what changed, it asks, counts and tells.

export const GATHER_MS = 250
export const SLOW_MS = 3_000

export class Notices {
  #ask
  #count
  #tell
  #world
  #gathered = new Map()
  #told = new Set()
  #slow = new Set()

  /** `ask` fetches `{unread_total, notice}` of a thread, `count` takes the number, `tell` a notice: once a message. */
  constructor({ ask, count, tell, world }) {
    this.#ask = ask
    this.#count = count
    this.#tell = tell
    this.#world = world
  }

  /** One message changes a conversation more than once: sent, translated, delivered. */
  changed(thread) {
    this.#world.clearTimeout(this.#gathered.get(thread))
    this.#gathered.set(thread, this.#world.setTimeout(() => this.#look(thread), GATHER_MS))
  }

  async #look(thread, { isLate = false } = {}) {
    const news = await this.#ask(thread).catch(() => null)
    if (!news) return
    this.#count(news.unread_total)
    if (news.notice && !this.#told.has(news.notice.message_id)) this.#weigh(thread, news.notice, isLate)
  }

  #weigh(thread, notice, isLate) {
    const { message_id, is_final } = notice
    if (is_final || isLate) return this.#say(is_final ? notice : { ...notice, line: "" })
    if (this.#slow.has(message_id)) return
    this.#slow.add(message_id)
    this.#world.setTimeout(() => this.#look(thread, { isLate: true }), SLOW_MS)
  }

  #say(notice) {
    this.#told.add(notice.message_id)
    this.#tell(notice)
  }
}
