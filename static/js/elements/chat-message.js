// One bubble. Made of the server's HTML or of the same template; shows an entry of lib/history-view.js.
//
// Dispatches `message-action` (detail: `{action, entry}`): retry, resend, discard, menu.
import { setText, show, slot } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import * as parts from "../lib/message-parts.js";
import { drawVeil, unveil } from "../lib/veil.js";
import { fillVoice, replayFigures } from "../lib/voice-parts.js";

const LATE_MS = 5_000
const UNTRANSLATED_MS = 3_000
const WAITING_MS = 8_000
const FOLD_LINES = 12
const SHORT_CHARS = 300

class ChatMessage extends HTMLElement {
  #entry = null
  #drawn = ""
  #revision = ""
  #timers = { translation: null, sending: null }
  #context = { languages: {}, readers: "" }

  connectedCallback() {
    this.addEventListener("click", this.#onClick)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#onClick)
    for (const timer of Object.values(this.#timers)) clearTimeout(timer)
  }

  get entry() {
    return this.#entry
  }

  get article() {
    return this.querySelector("article")
  }

  /** Shows an entry. `context` is `{languages, readers}`: names of languages, names of the other side's people. */
  render(entry, context) {
    const drawing = JSON.stringify(entry)
    if (drawing === this.#drawn) return
    const before = this.#entry
    this.#entry = entry
    this.#context = context
    this.#drawn = drawing
    this.#drawFrame(entry)
    drawVeil(this, entry)
    this.#drawPair(entry, before)
    this.#drawSending(entry)
  }

  #onClick = (event) => {
    const action = event.target.closest("[data-action]")?.dataset.action
    if (action === "unfold") this.#unfold()
    else if (action === "unveil") unveil(this, this.#entry)
    else if (action === "replay") replayFigures(this, this.#entry)
    else if (["retry", "resend", "discard", "menu", "edit", "confirm-figures"].includes(action)) this.#act(action)
  }

  #act(action) {
    const detail = { action, entry: this.#entry }
    this.dispatchEvent(new CustomEvent("message-action", { bubbles: true, detail }))
  }

  #drawFrame({ message, pair, side, startsGroup, endsGroup, name, time, isNewestMine, isSwapped }) {
    for (const kind of ["mine", "ours", "theirs"]) this.classList.toggle(`message--${kind}`, kind === side)
    this.classList.toggle("message--group-start", startsGroup)
    this.classList.toggle("message--group-end", endsGroup)
    this.classList.toggle("message--newest-mine", isNewestMine)
    this.classList.toggle("message--swapped", isSwapped)
    this.#identify(message)
    this.article.setAttribute("aria-label", `${name}, ${time}`)
    setText(slot(this, "name").firstElementChild, name)
    show(slot(this, "name"), startsGroup && side !== "mine")
    slot(this, "time").dateTime = message.created_at
    setText(slot(this, "time"), time)
    show(slot(this, "edited"), Boolean(message.edited_at))
    parts.fillCorrected(slot(this, "corrected"), message, pair)
  }

  #identify(message) {
    this.id = `message-${message.id || message.client_id}`
    Object.assign(this.dataset, {
      messageId: message.id, clientId: message.client_id, seq: message.seq ?? "", sender: message.sender.id,
    })
    const details = this.querySelector(".message__details")
    details.id = `details-${message.client_id}`
    slot(this, "label").setAttribute("popovertarget", details.id)
  }

  #drawPair(entry, before) {
    const { pair, message, notes } = entry
    this.dataset.state = pair.state
    this.classList.toggle("message--differs", pair.state === "done" && pair.checks.length > 0)
    this.#drawLarge(entry, before)
    this.#drawSecond(entry)
    this.#watchTranslation(entry)
    parts.fillDetails(this, { pair, message, notes, languages: this.#context.languages })
    parts.fillNotes(slot(this, "notes"), notes)
    fillVoice(this, entry)
    show(this.querySelector('[data-action="retry"]'), pair.state === "failed" && Boolean(message.id))
    if (message.attachments !== before?.message.attachments) parts.fillFiles(slot(this, "files"), message.attachments)
  }

  #drawLarge({ pair, message }, before) {
    const large = slot(this, "large")
    const isComing = pair.state === "pending" && !pair.large.text
    const hasArrived = pair.state === "done" && before?.pair.state === "pending" && !before.pair.large.text
    large.classList.toggle("skeleton", isComing)
    large.classList.toggle("message__large--arrived", hasArrived)
    large.toggleAttribute("aria-hidden", isComing)
    if (isComing) large.setAttribute("aria-hidden", "true")
    if (isComing) parts.fillSkeleton(large, message)
    else parts.fillLine(large, pair.large, pair)
    show(large, Boolean(message.text))
    this.#fold(large, message)
  }

  #drawSecond({ pair, message }) {
    const line = pair.small?.text ? pair.small : null
    show(slot(this, "second"), Boolean(line))
    if (!line) return
    parts.fillLine(slot(this, "small"), line, pair)
    parts.fillLabel(slot(this, "label"), line, { pair, message, languages: this.#context.languages })
  }

  // A wait is measured from when this screen first shows it, and begins anew with each revision.
  #watchTranslation({ pair, message, side }) {
    const isPending = pair.state === "pending"
    const revision = isPending ? `${message.revision}:${pair.target}` : ""
    if (revision === this.#revision && isPending) return this.#stayLate()
    this.#revision = revision
    clearTimeout(this.#timers.translation)
    this.classList.remove("message--late")
    this.#wait(isPending && pair.large.text ? gettext("Translating") : "")
    if (!isPending) return
    const late = side === "theirs" || !pair.large.text ? [this.#giveWay, LATE_MS] : [this.#tellUntranslated, UNTRANSLATED_MS]
    this.#timers.translation = setTimeout(...late)
  }

  // Long enough: the original takes the large place until its translation is there.
  #giveWay = () => {
    const { message, pair } = this.#entry
    const large = slot(this, "large")
    large.classList.remove("skeleton")
    large.removeAttribute("aria-hidden")
    parts.fillLine(large, { text: message.text, language: message.language }, pair)
    show(slot(this, "second"), false)
    this.classList.add("message--late")
    this.#wait(gettext("Translating"))
  }

  #stayLate() {
    if (this.classList.contains("message--late")) this.#giveWay()
  }

  #tellUntranslated = () => {
    const { readers } = this.#context
    if (readers) this.#wait(interpolate(gettext("%(name)s has no translation of this yet."), { name: readers }))
  }

  #wait(text) {
    setText(slot(this, "waiting"), text)
    show(slot(this, "waiting"), Boolean(text))
  }

  #drawSending({ receipt, error }) {
    clearTimeout(this.#timers.sending)
    this.#drawReceipt(receipt)
    show(slot(this, "failed"), receipt === "failed")
    setText(slot(this, "error"), error)
    if (receipt === "pending") this.#timers.sending = setTimeout(() => this.#drawReceipt("waiting"), WAITING_MS)
  }

  #drawReceipt(receipt) {
    this.dataset.receipt = receipt
    parts.fillReceipt(this, receipt)
  }

  #fold(large, { text }) {
    const mayBeLong = text.length > SHORT_CHARS || text.split("\n").length > FOLD_LINES
    const unfold = this.querySelector('[data-action="unfold"]')
    if (!mayBeLong || unfold.dataset.done) return
    const isLong = large.scrollHeight > FOLD_LINES * Number.parseFloat(getComputedStyle(large).lineHeight) + 2
    this.classList.toggle("message--folded", isLong)
    show(unfold, isLong)
  }

  #unfold() {
    const unfold = this.querySelector('[data-action="unfold"]')
    unfold.dataset.done = "true"
    this.classList.remove("message--folded")
    show(unfold, false)
    this.article.focus()
  }
}

customElements.define("chat-message", ChatMessage)
