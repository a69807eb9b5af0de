// A talk: captions of what is said in the thread, and the microphone. Docked above the composer, or over the whole screen
// where that is small.
//
// Dispatches `talk-ended`.
import { isComposing, setText, show, slot } from "../lib/dom.js";
import { interfaceLanguage } from "../lib/i18n.js";
import { initials } from "../lib/initials.js";
import { drawLag, drawSize, nextSize } from "../lib/talk-head.js";
import { TalkHeard } from "../lib/talk-heard.js";
import { TalkMicrophone } from "../lib/talk-microphone.js";
import { TalkReading } from "../lib/talk-reading.js";
import { drawSpeakers, hintFor, noticeFor, outcomeWords } from "../lib/talk-words.js";
import { clock } from "../lib/time.js";
import { CaptionFeed } from "../models/caption-feed.js";
import { FINISHED_MS } from "../models/captions.js";
import { world } from "../session.js";

// As in talk.css.
const FULL = matchMedia("(width < 47.5rem), (height < 30rem)")

class TalkPanel extends HTMLElement {
  #dialog
  #model
  #connection
  #languages
  #feed
  #microphone
  #reading
  #heard
  #told = ""
  #isDue = false
  #listeners = new AbortController()

  disconnectedCallback() {
    this.#listeners.abort()
    this.#microphone?.disconnect()
    this.#reading?.stop()
  }

  /** `model` is that of the thread, `languages` the names of languages. */
  start({ model, connection, languages }) {
    this.#dialog = this.querySelector("dialog")
    this.#model = model
    this.#connection = connection
    this.#languages = languages
    this.#feed = new CaptionFeed({ model, connection, world })
    this.#microphone = new TalkMicrophone(this, { thread: model.state.thread, connection })
    this.#reading = new TalkReading(slot(this, "read-aloud"), { model, languages })
    this.#heard = new TalkHeard(slot(this, "heard"), { model, connection, onCorrect: (message) => this.#correct(message) })
    this.#listen()
    drawSize(this)
    this.#drawSoon()
  }

  #listen() {
    const { signal } = this.#listeners
    const on = (target, name, handler) => target.addEventListener(name, handler, { signal })
    on(this.#feed, "changed", () => this.#drawSoon())
    on(this.#microphone, "changed", () => this.#microphoneChanged())
    on(this.#connection, "state", () => this.#drawSoon())
    on(this.#connection, "frame", ({ detail }) => this.#ended(detail))
    on(this.closest("chat-thread"), "click", this.#onOpener)
    on(this, "click", this.#onClick)
    on(this, "keydown", this.#onKey)
    on(this.#dialog, "cancel", (event) => (event.preventDefault(), this.#escape()))
    on(FULL, "change", () => this.#dialog.open && this.#show())
  }

  #onOpener = (event) => {
    if (!event.target.closest('[data-action="talk"]')) return
    if (this.#dialog.open) this.#end()
    else this.#open()
  }

  #onClick = (event) => {
    const action = event.target.closest("[data-action]")?.dataset.action
    if (action === "end-talk") this.#end()
    if (action === "caption-size") nextSize(this)
    if (action === "read-aloud") this.#toggleReading()
  }

  #onKey = (event) => {
    if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === "Escape") this.#escape()
    else if (event.key.toLowerCase() === "m" && !event.repeat) this.#microphone.mute()
    else return
    event.preventDefault()
  }

  // First what is being said, then the talk.
  #escape() {
    if (!this.#microphone.end()) this.#end()
  }

  #open() {
    this.#told = ""
    this.#heard.start()
    this.#show()
    this.#drawSoon()
  }

  // Also from one form to the other, when the window changes its size.
  #show() {
    this.#dialog.close()
    this.#feed.finishedMs = FULL.matches ? Infinity : FINISHED_MS
    if (FULL.matches) this.#dialog.showModal()
    else this.#dialog.show()
    // Over the whole screen the rest of the page is silent: what is announced has to be said from within.
    const place = FULL.matches ? this.#dialog : document.body
    place.append(document.getElementById("announcer"))
    this.#tellOpeners()
  }

  #end() {
    this.#microphone.close()
    this.#reading.stop()
    this.#heard.stop()
    this.#dialog.close()
    document.body.append(document.getElementById("announcer"))
    this.#tellOpeners()
    this.#drawSoon()
    this.dispatchEvent(new CustomEvent("talk-ended", { bubbles: true }))
  }

  // The message box lies under a talk over the whole screen.
  #correct(message) {
    if (FULL.matches) this.#end()
    this.closest("chat-thread").querySelector("chat-composer").edit(message)
  }

  #tellOpeners() {
    this.closest("chat-thread").querySelector(".thread__talk").setAttribute("aria-expanded", String(this.#dialog.open))
  }

  async #toggleReading() {
    this.#told = await this.#reading.toggle()
    this.#drawSoon()
  }

  #microphoneChanged() {
    if (this.#microphone.isLive) this.#told = ""
    this.#reading.giveWay(this.#microphone.isLive)
    this.#drawSoon()
  }

  // Of an open microphone's pauses nothing is told: it hears plenty of them.
  #ended({ type, utterance, outcome }) {
    if (type !== "utterance.ended" || utterance !== this.#microphone.heldId) return
    this.#told = outcomeWords(outcome)
    this.#drawSoon()
  }

  #drawSoon() {
    if (this.#isDue) return
    this.#isDue = true
    if (document.hidden) setTimeout(() => this.#draw(), 50)
    else requestAnimationFrame(() => this.#draw())
  }

  #draw() {
    this.#isDue = false
    drawSpeakers(slot(this.closest("chat-thread"), "speaking"), this.#dialog.open ? [] : this.#feed.speakers)
    if (!this.#dialog.open) return
    const own = (code) => this.#languages[code]?.own ?? code
    const context = { own, initials, clock: (at) => this.#clock(at), empty: hintFor(this.#microphone.isLive) }
    slot(this, "captions").render(this.#feed.blocks(this.#languages), context)
    drawLag(this, this.#feed.lagMs)
    this.#tell("error", this.#microphone.error)
    this.#tell("notice", this.#notice)
  }

  get #notice() {
    const isConnected = this.#connection.state.name === "open"
    const isSilenced = this.#reading.isOn && this.#microphone.isHandsFree && this.#microphone.isLive
    return noticeFor({ isConnected, isSilenced, lagMs: this.#feed.lagMs, told: this.#told })
  }

  #tell(name, text) {
    setText(slot(this, `${name}-text`), text)
    show(slot(this, name), Boolean(text))
  }

  #clock(at) {
    return clock(new Date(at), { timeZone: this.#model.state.viewer.time_zone, locale: interfaceLanguage() })
  }
}

customElements.define("talk-panel", TalkPanel)
