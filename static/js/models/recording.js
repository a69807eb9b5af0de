// A recording on its way to the server: uploaded, transcribed, and then a message. Without DOM.
//
// Dispatches `changed`. Phases: `uploading`, `transcribing`, `silent`, `failed`, `sent`.
import { csrfToken } from "../lib/http.js";
import { gettext } from "../lib/i18n.js";

export class NoteOut extends EventTarget {
  #request = null

  /** `file` is a Blob; `id` the client_id under which it will be a message. */
  constructor({ thread, id, file }) {
    super()
    Object.assign(this, { thread, id, file, phase: "uploading", percent: 0, error: "" })
  }

  /** Sends it, or sends it again: under the same id it is one. */
  send() {
    this.#become("uploading", 0)
    this.#request = new XMLHttpRequest()
    this.#request.upload.onprogress = ({ loaded, total }) => this.#become("uploading", Math.floor((100 * loaded) / Math.max(total, 1)))
    this.#request.onload = () => this.#answered(this.#request)
    this.#request.onerror = () => this.#fail(gettext("There is no connection. Try again."))
    this.#request.open("POST", `/api/threads/${this.thread}/voice`)
    this.#request.setRequestHeader("X-CSRFToken", csrfToken())
    const body = new FormData()
    body.append("client_id", this.id)
    body.append("file", this.file, this.file.name || "note")
    this.#request.send(body)
  }

  cancel() {
    this.#request?.abort()
  }

  /** Takes up an event of the server, if it is about this recording. */
  take(event) {
    if (event.type === "message.sent" && event.message.client_id === this.id) this.#become("sent", 100)
    else if (event.utterance !== this.id || this.phase === "sent") return
    else if (event.type === "utterance.progress") this.#become("transcribing", event.percent)
    else if (event.type === "utterance.ended" && event.outcome === "silent") this.#become("silent", 0)
    else if (event.type === "utterance.ended" && event.outcome === "failed") this.#fail(gettext("Not sent."))
  }

  #answered({ status, responseText }) {
    if (status < 300) return this.phase === "uploading" && this.#become("transcribing", 0)
    return this.#fail(detailOf(responseText))
  }

  #fail(error) {
    this.error = error
    this.#become("failed", 0)
  }

  #become(phase, percent) {
    Object.assign(this, { phase, percent })
    this.dispatchEvent(new Event("changed"))
  }
}

function detailOf(text) {
  try {
    return JSON.parse(text).detail || gettext("Not sent.")
  } catch {
    return gettext("Not sent.")
  }
}
