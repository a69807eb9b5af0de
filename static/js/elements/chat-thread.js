// A thread that is open: ties model, history, composer, header, receipts and announcements together.
import { alarm, announce } from "../lib/announcer.js";
import { announceChanges, arrivals } from "../lib/arrivals.js";
import { isAttended } from "../lib/attention.js";
import { setText, show, slot } from "../lib/dom.js";
import { DraftLanguage } from "../lib/draft-language.js";
import { dropArea } from "../lib/drop-area.js";
import { entriesOf, otherNames } from "../lib/history-view.js";
import { getJson } from "../lib/http.js";
import { gettext, interfaceLanguage, interpolate } from "../lib/i18n.js";
import { ThreadActions } from "../lib/thread-actions.js";
import { drawHead } from "../lib/thread-head.js";
import { serveVoiceNotes } from "../lib/voice-notes.js";
import { Announcements, countOf } from "../models/announcements.js";
import { Reading } from "../models/reading.js";
import { ThreadModel } from "../models/thread-model.js";
import { session, world } from "../session.js";
import { typingNames } from "../thread-state.js";

const load = {
  older: (thread, before, limit) => getJson(`/api/threads/${thread}/messages?before=${before}&limit=${limit}`),
  fresh: (thread) => getJson(`/api/threads/${thread}`),
}

class ChatThread extends HTMLElement {
  #model
  #history
  #composer
  #actions
  #reading
  #announcements
  #language
  #view
  #missed = 0
  #live = new Set()
  #listeners = new AbortController()
  #isDue = false
  #toEndAfterDrawing = false

  async connectedCallback() {
    const query = new URLSearchParams(location.search)
    // A page of older messages serves browsers without script; with it the history begins at its end.
    if (query.has("before")) return location.replace(location.pathname)
    this.#history = this.querySelector("chat-history")
    this.#composer = this.querySelector("chat-composer")
    const snapshot = JSON.parse(document.getElementById("thread-state").textContent)
    this.#start(snapshot, await session(), query.get("message"))
  }

  disconnectedCallback() {
    this.#listeners.abort()
  }

  async #start(snapshot, shared, wanted) {
    const { languages, first_unread_seq: firstUnread, limits, viewer } = snapshot
    this.#view = { languages, firstUnread, swapped: new Set(), locale: interfaceLanguage() }
    this.#model = new ThreadModel(snapshot, { ...shared, load, world })
    const { swapped } = this.#view
    const parts = { outbox: shared.outbox, model: this.#model, composer: this.#composer, languages }
    this.#actions = new ThreadActions({ ...parts, swapped, redraw: () => this.#draw() })
    this.#announcements = new Announcements({ say: announce, world })
    this.#composer.start({ thread: snapshot.thread, enterSends: viewer.enter_sends, limits, drafts: shared.drafts })
    this.#language = this.#draftLanguage(languages, viewer)
    this.#listen(shared.connection)
    serveVoiceNotes(this.#composer, snapshot.thread, shared.connection)
    this.querySelector("talk-panel").start({ model: this.#model, connection: shared.connection, languages })
    this.#read(snapshot)
    if (snapshot.open_at !== null) await this.#model.loadBackTo(snapshot.open_at)
    this.#model.addEventListener("changed", ({ detail }) => this.#changed(detail))
    this.#history.start(...this.#drawing(), wanted)
    this.#model.start()
    this.#takeFocus(wanted)
  }

  #draftLanguage(languages, { speaks }) {
    const names = (code) => languages[code]?.name ?? code
    return new DraftLanguage({ composer: this.#composer, detect: (text) => this.#model.otherLanguage(text), names, own: speaks })
  }

  #listen(connection) {
    const { signal } = this.#listeners
    const on = (target, name, handler) => target.addEventListener(name, handler, { signal })
    on(this, "history-older", () => this.#model.loadOlder().catch(() => {}))
    on(this, "history-end", () => this.#countMissed(0))
    on(this, "history-view", ({ detail }) => (detail.shown ? this.#reading.shown(detail.seq) : this.#reading.hidden(detail.seq)))
    on(this, "history-action", ({ detail }) => this.#actions.run(detail.action, detail.entry))
    on(this, "composer-rested", ({ detail }) => this.#language.look(detail))
    on(this, "composer-send", ({ detail }) => this.#send(detail))
    on(this, "composer-save", ({ detail }) => this.#actions.save(detail.message, detail.text))
    on(this, "composer-edit-last", () => this.#actions.editLast())
    on(this, "composer-typing", () => this.#model.tell({ type: "typing.start" }))
    on(this, "composer-notice", ({ detail }) => this.#answerNotice(detail))
    on(this, "submit", this.#onSubmit)
    on(this, "talk-ended", () => this.#history.toEnd())
    on(slot(this, "pill"), "click", () => this.#history.toEnd())
    on(connection, "ready", () => this.#reading.repeat())
    for (const name of ["focus", "blur"]) on(window, name, () => this.#attend())
    on(document, "visibilitychange", () => this.#attend())
    signal.addEventListener("abort", dropArea(this, (files) => this.#composer.attach(files)))
  }

  #read({ participants, viewer, messages }) {
    const me = participants.find((person) => person.id === viewer.id)
    const tell = (type) => (seq) => this.#model.tell({ type, seq })
    const from = { delivered: me?.delivered_seq ?? 0, read: me?.read_seq ?? 0 }
    this.#reading = new Reading({ deliver: tell("receipt.deliver"), read: tell("receipt.read"), world, from })
    this.#attend()
    for (const message of messages) this.#deliver(message)
  }

  #deliver(message) {
    if (message.sender.id !== this.#model.state.viewer.id) this.#reading.arrived(message.seq)
  }

  #attend() {
    this.#reading.attend(isAttended())
  }

  #changed({ before, after, event }) {
    if (event.type === "message.sent") this.#arrived(before, after)
    if (event.type === "pending.added" || event.type === "pending.changed") this.#sending(event)
    if (before.messages !== after.messages) announceChanges(this.#announcements, this.#live, before, after)
    if (before.typing !== after.typing) this.querySelector("typing-indicator").render(typingNames(after, Date.now()))
    drawHead(this, before, after)
    this.#drawSoon()
  }

  #arrived(before, after) {
    const fresh = arrivals(before, after)
    for (const message of fresh) this.#received(message, after.viewer)
    if (fresh.length > 0 && !this.#history.isAtEnd) this.#countMissed(this.#missed + fresh.length)
  }

  #received(message, viewer) {
    this.#live.add(message.id)
    this.#deliver(message)
    if (!isAttended()) this.#view.firstUnread ??= message.seq
    if (message.side !== viewer.side || message.kind === "system" || this.#composer.isEmpty) return
    const text = interpolate(gettext("%(name)s replied while you were writing."), { name: message.sender.name })
    this.#composer.notice("reply", text, gettext("Read it"))
  }

  #send({ text, attachments, language }) {
    this.#language.forget()
    this.#model.send(text, attachments, language)
  }

  #sending({ type, item }) {
    if (type === "pending.added") this.#toEndAfterDrawing = true
    if (item.state === "failed") alarm(`${gettext("Not sent.")} ${item.error}`)
  }

  #drawSoon() {
    if (this.#isDue) return
    this.#isDue = true
    // Frames do not come to a hidden tab.
    if (document.hidden) setTimeout(() => this.#draw(), 50)
    else requestAnimationFrame(() => this.#draw())
  }

  #draw() {
    this.#isDue = false
    this.#history.render(...this.#drawing())
    if (this.#toEndAfterDrawing) this.#history.toEnd()
    this.#toEndAfterDrawing = false
  }

  #drawing() {
    const { state } = this.#model
    const readers = new Intl.ListFormat(interfaceLanguage()).format(otherNames(state))
    const context = { languages: this.#view.languages, readers, more: state.more }
    return [entriesOf(state, { ...this.#view, now: new Date() }), context]
  }

  #countMissed(n) {
    this.#missed = n
    setText(slot(this, "pill-text"), countOf(n))
    show(slot(this, "pill"), n > 0)
  }

  #answerNotice(kind) {
    this.#composer.clearNotice(kind)
    if (kind === "reply") this.#history.toEnd()
  }

  #onSubmit = (event) => {
    if (event.target.dataset.action !== "swap-all") return
    event.preventDefault()
    event.target.closest("[popover]")?.hidePopover()
    this.#actions.run("swap-all")
  }

  #takeFocus(wanted) {
    if (wanted || new URLSearchParams(location.search).has("here")) return
    if (!matchMedia("(pointer: coarse)").matches) this.#composer.focus()
    else document.getElementById("thread-title")?.focus({ preventScroll: true })
  }
}

customElements.define("chat-thread", ChatThread)
