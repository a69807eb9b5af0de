// Where a message is written. Knows no thread: tells what its writer does.
//
// Dispatches `composer-send` (detail: `{text, attachments, language}`), `composer-save` (detail: `{message, text}`),
// `composer-edit-last`, `composer-typing`, `composer-rested` (detail: the text, which has not changed for a while) and
// `composer-notice` (detail: the kind of notice whose button was pressed).
import { Chips } from "../lib/chips.js";
import { isComposing, setText, show, slot } from "../lib/dom.js";
import { figure } from "../lib/figures.js";
import { growWithText } from "../lib/growing.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { Notice } from "../lib/notice.js";
import { isSound } from "../lib/sizes.js";
import { MAX_ATTACHMENTS } from "../protocol.js";

const TYPING_EVERY_MS = 3_000
const COUNTER_FROM = 0.9
const RESTED_MS = 800

class ChatComposer extends HTMLElement {
  #text
  #chips
  #notice
  #settings
  #rest = null
  #editing = null
  #typedAt = 0
  #listeners = new AbortController()

  connectedCallback() {
    this.#text = this.querySelector("textarea")
    this.#notice = new Notice(slot(this, "notice"))
    const on = (target, name, handler) => target.addEventListener(name, handler, { signal: this.#listeners.signal })
    on(this, "click", this.#onClick)
    on(this, "paste", this.#onPaste)
    on(this.#text, "input", this.#onInput)
    on(this.#text, "keydown", this.#onKey)
    on(slot(this, "form"), "submit", (event) => (event.preventDefault(), this.#submit()))
    on(slot(this, "file"), "change", this.#onFiles)
  }

  disconnectedCallback() {
    clearTimeout(this.#rest)
    this.#listeners.abort()
  }

  /** `settings` is `{thread, enterSends, limits: {text_chars, file_bytes}, drafts}`. */
  start(settings) {
    this.#settings = settings
    const limits = { fileBytes: settings.limits.file_bytes, files: MAX_ATTACHMENTS }
    this.#chips = new Chips(slot(this, "chips"), settings.thread, limits, () => this.#refresh())
    this.#write(settings.drafts.get(settings.thread))
  }

  get isEmpty() {
    return !this.#text.value.trim()
  }

  focus() {
    this.#text.focus()
  }

  attach(files) {
    for (const sound of files.filter(isSound)) this.dispatchEvent(new CustomEvent("recorder-send", { detail: sound }))
    this.#chips.add(files.filter((file) => !isSound(file)))
  }

  /** Shows a message of one's own for editing; null returns to the draft. */
  edit(message) {
    this.#editing = message
    this.#write(message ? message.text : this.#settings.drafts.get(this.#settings.thread))
    if (message) this.notice("edit", gettext("You are editing your message."), gettext("Cancel"))
    else this.clearNotice("edit")
    this.focus()
  }

  /** A line above the box, with a button where `action` names one; for `language` it sends the text in `value`. */
  notice(kind, text, action = "", value = "") {
    this.#notice.tell(kind, text, action, value)
  }

  clearNotice(kind) {
    this.#notice.clear(kind)
  }

  #onInput = () => {
    if (!this.#editing) this.#settings.drafts.set(this.#settings.thread, this.#text.value)
    this.#refresh()
    this.#awaitRest()
    const now = Date.now()
    if (this.isEmpty || now - this.#typedAt < TYPING_EVERY_MS) return
    this.#typedAt = now
    this.#tell("typing")
  }

  #onKey = (event) => {
    if (isComposing(event)) return
    if (event.key === "Enter" && this.#sends(event)) {
      event.preventDefault()
      this.#submit()
    } else if (event.key === "ArrowUp" && this.#text.value === "" && !this.#editing) {
      event.preventDefault()
      this.#tell("edit-last")
    } else if (event.key === "Escape" && this.#editing) {
      event.stopPropagation()
      this.edit(null)
    }
  }

  #sends(event) {
    if (event.shiftKey || event.altKey) return false
    return this.#settings.enterSends || event.ctrlKey || event.metaKey
  }

  #onClick = (event) => {
    const action = event.target.closest("[data-action]")?.dataset.action
    if (action === "attach") slot(this, "file").click()
    if (action === "notice") this.#pressNotice()
  }

  #onFiles = () => {
    const input = slot(this, "file")
    this.attach([...input.files])
    input.value = ""
    this.focus()
  }

  #onPaste = (event) => {
    const files = [...(event.clipboardData?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    this.attach(files)
  }

  #awaitRest() {
    clearTimeout(this.#rest)
    if (!this.#editing) this.#rest = setTimeout(() => this.#tell("rested", this.#text.value.trim()), RESTED_MS)
  }

  #pressNotice() {
    const { kind, value } = this.#notice
    if (kind === "edit") this.edit(null)
    else if (kind === "language") this.#submit(value)
    else this.#tell("notice", kind)
  }

  #submit(language = null) {
    const text = this.#text.value.trim()
    if (!this.#maySend(text)) return this.#explain(text)
    if (this.#editing) return this.#tell("save", { message: this.#editing, text })
    const attachments = this.#chips.take()
    this.#settings.drafts.set(this.#settings.thread, "")
    this.#write("")
    this.clearNotice("reply")
    this.#tell("send", { text, attachments, language })
  }

  #maySend(text) {
    if (this.#excess(text) > 0 || this.#chips.isUploading) return false
    return Boolean(text || (!this.#editing && this.#chips.attachments.length > 0))
  }

  #explain(text) {
    const n = this.#excess(text)
    if (n <= 0) return
    const sentence = ngettext("%(n)s character too many. The limit is %(limit)s.", "%(n)s characters too many. The limit is %(limit)s.", n)
    this.notice("limit", interpolate(sentence, { n: figure(n), limit: figure(this.#settings.limits.text_chars) }))
  }

  // Characters as the server counts them, not UTF-16 units.
  #excess(text) {
    return [...text].length - this.#settings.limits.text_chars
  }

  #write(text) {
    this.#text.value = text
    clearTimeout(this.#rest)
    this.clearNotice("language")
    this.#refresh()
  }

  #refresh() {
    const text = this.#text.value.trim()
    const limit = this.#settings.limits.text_chars
    const length = limit + this.#excess(text)
    slot(this, "send").setAttribute("aria-disabled", String(!this.#maySend(text)))
    setText(slot(this, "count"), length > limit * COUNTER_FROM ? `${figure(length)} / ${figure(limit)}` : "")
    slot(this, "count").toggleAttribute("data-over", length > limit)
    show(slot(this, "count"), length > limit * COUNTER_FROM)
    if (length <= limit) this.clearNotice("limit")
    growWithText(this.#text)
  }

  #tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(`composer-${name}`, { bubbles: true, detail }))
  }
}

customElements.define("chat-composer", ChatComposer)
