// A thread as the server keeps it, in thirty lines: a log of events, and what a fresh page gets at any moment.

export const JORDAN = { id: "1", name: "Jordan", organization: "Lone Star", organization_id: "1", picture: "" }
export const LI_WEI = { id: "2", name: "Li Wei", organization: "Hengda", organization_id: "2", picture: "" }
const LANGUAGE = { 1: "en", 2: "zh" }
const SIDE = { 1: "buyer", 2: "supplier" }

export class ThreadServer {
  log = []
  messages = []

  get cursor() {
    return this.log.length
  }

  participants(delivered = 0, read = 0) {
    return [JORDAN, LI_WEI].map((person) => ({
      ...person, side: SIDE[person.id], reads: LANGUAGE[person.id], speaks: LANGUAGE[person.id], time_zone: "UTC",
      online: true, last_seen_at: null, delivered_seq: delivered, read_seq: read,
    }))
  }

  /** What the page of `viewer` holds when it is loaded now: the last `size` messages. */
  snapshot(viewer = JORDAN, size = 50) {
    const messages = this.messages.slice(-size)
    const more = this.messages.length > size
    return structuredClone({ thread: "t", cursor: this.cursor, more, participants: this.participants(), messages, viewer: { id: viewer.id, side: SIDE[viewer.id], reads: [LANGUAGE[viewer.id]] } })
  }

  page(before, size) {
    const older = this.messages.filter((message) => message.seq < before)
    return structuredClone({ type: "history.loaded", messages: older.slice(-size), more: older.length > size })
  }

  send(sender, text, client_id = `c${this.cursor}`) {
    const other = sender === JORDAN ? "zh" : "en"
    const message = {
      id: `m${this.messages.length}`, client_id, seq: this.cursor + 1, sender, side: SIDE[sender.id], kind: "text",
      language: LANGUAGE[sender.id], text, revision: 1, created_at: "2025-11-21T08:00:00Z", edited_at: null,
      translations: { [other]: pending() }, attachments: [], data: {},
    }
    this.messages.push(message)
    return this.#record({ type: "message.sent", message })
  }

  edit(message, text) {
    message.text = text
    message.revision += 1
    for (const language of Object.keys(message.translations)) message.translations[language] = pending()
    return this.#record({ type: "message.edited", message })
  }

  start(message, language) {
    message.translations[language] = pending()
    return this.#record({ type: "translation.started", message_id: message.id, revision: message.revision, language })
  }

  finish(message, language, state = "done") {
    const found = { state, text: `${message.text} in ${language}`, engine: "echo", via: "", checks: [] }
    message.translations[language] = { ...found, corrected_by: "" }
    return this.#record({ type: "translation.finished", message_id: message.id, revision: message.revision, language, ...found })
  }

  correct(message, language, by = "Li Wei") {
    const found = { text: `${message.text}, better in ${language}`, checks: [], corrected_by: by }
    message.translations[language] = { state: "done", engine: "", via: "", ...found }
    return this.#record({ type: "translation.corrected", message_id: message.id, revision: message.revision, language, ...found })
  }

  // An event holds its message as it was when it happened.
  #record(event) {
    this.log.push(structuredClone({ thread: "t", seq: this.cursor + 1, ...event }))
    return this.log.at(-1)
  }
}

function pending() {
  return { state: "pending", text: "", engine: "", via: "", checks: [], corrected_by: "" }
}
