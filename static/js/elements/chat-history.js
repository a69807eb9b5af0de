// The scroller of a thread: draws the entries, pages upward, keeps its place, moves the focus, tells what is in view.
//
// Dispatches `history-older` (the next page is wanted), `history-end` (the reader is at the end), `history-action`
// (detail: `{action, entry}`) and `history-view` (detail: `{seq, shown}`).
import { cloneTemplate, isComposing, isWriting, setText, show, slot } from "../lib/dom.js";
import { longPress } from "../lib/long-press.js";
import { MessageMenu } from "../lib/message-menu.js";
import { reconcile } from "../lib/reconcile.js";
import { Roving } from "../lib/roving.js";
import { ScrollKeeper } from "../lib/scroll-keeper.js";
import { ViewWatcher } from "../lib/view-watcher.js";

const RING_MS = 2_000
const UNREAD_SHARE = 1 / 3
const KEYS = { o: "swap", O: "swap-all", e: "edit", r: "retry", p: "play", "?": "keys" }

class ChatHistory extends HTMLElement {
  #list
  #keeper
  #roving
  #watcher
  #menu
  #unpress
  #more = false

  connectedCallback() {
    this.#list = slot(this, "messages")
    this.#keeper = new ScrollKeeper(this, this.#list)
    this.#roving = new Roving(this.#list, ".message__article")
    this.#menu = new MessageMenu(document.getElementById("message-menu"), (detail) => this.#tell("action", detail))
    this.#watcher = new ViewWatcher(this, {
      onShown: (seq) => this.#tell("view", { seq, shown: true }),
      onHidden: (seq) => this.#tell("view", { seq, shown: false }),
    })
    this.addEventListener("scroll", this.#onScroll, { passive: true })
    this.addEventListener("keydown", this.#onKey)
    this.addEventListener("message-action", this.#onMessage)
    this.#unpress = longPress(this, ".message__bubble", (bubble) => bubble.parentNode.querySelector('[data-action="menu"]').click())
  }

  disconnectedCallback() {
    this.#keeper.stop()
    this.#watcher.stop()
    this.#unpress()
    this.removeEventListener("scroll", this.#onScroll)
    this.removeEventListener("keydown", this.#onKey)
    this.removeEventListener("message-action", this.#onMessage)
  }

  get isAtEnd() {
    return this.#keeper.isAtEnd
  }

  /** Draws the first entries and goes to where reading begins: a wanted message, the unread divider, or the end. */
  start(entries, context, wanted = null) {
    this.render(entries, context)
    this.#keeper.start()
    const message = wanted && document.getElementById(`message-${wanted}`)
    const divider = this.#list.querySelector(".divider--unread")
    if (message) this.#ring(message)
    else if (divider) this.#keeper.place(divider, UNREAD_SHARE)
    else this.toEnd()
  }

  /** Draws the entries. `context` is what chat-message takes, and `more`: are there older messages? */
  render(entries, context) {
    this.#more = context.more
    show(slot(this, "older"), false)
    this.#keeper.keep(() => {
      const update = (node, entry) => this.#update(node, entry, context)
      reconcile(this.#list, entries, { keyOf, create, update })
    })
    this.#roving.refresh()
    this.#askForOlder()
  }

  toEnd() {
    this.#keeper.toEnd()
  }

  focusLast() {
    this.#list.querySelector(".message__article[tabindex='0']")?.focus()
  }

  #update(node, entry, context) {
    const message = node.querySelector("chat-message")
    if (message) message.render(entry, context)
    else setText(slot(node, "text"), entry.text)
    if (entry.kind === "system") fillSystem(node, entry)
    if (entry.seq) this.#watcher.observe(message ?? node, entry.seq)
  }

  #ring(message) {
    this.#keeper.place(message, UNREAD_SHARE)
    message.classList.add("message--ring")
    setTimeout(() => message.classList.remove("message--ring"), RING_MS)
  }

  #onScroll = () => {
    if (this.#keeper.isAtEnd) this.#tell("end")
    this.#askForOlder()
  }

  #askForOlder() {
    if (this.#more && this.#keeper.isNearStart) this.#tell("older")
  }

  #onMessage = ({ detail }) => {
    if (detail.action === "menu") this.#menu.prepare(detail.entry)
    else this.#tell("action", detail)
  }

  #onKey = (event) => {
    const article = event.target.closest(".message__article")
    if (isComposing(event) || isWriting(event) || event.ctrlKey || event.metaKey || event.altKey) return
    const isHandled = this.#roving.move(event.key) || this.#shortcut(event, article)
    if (isHandled) event.preventDefault()
  }

  #shortcut(event, article) {
    const entry = article?.closest("chat-message").entry
    if (event.key === "Enter" && event.target === article) return Boolean(article.querySelector('[data-action="menu"]')?.click() ?? true)
    if (!(event.key in KEYS) || (!entry && !["O", "?"].includes(event.key))) return false
    this.#tell("action", { action: KEYS[event.key], entry })
    return true
  }

  #tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(`history-${name}`, { bubbles: true, detail }))
  }
}

function keyOf(node) {
  const message = node.querySelector("chat-message")
  if (message) return `m:${message.dataset.sender}:${message.dataset.clientId}`
  if (node.classList.contains("divider--unread")) return "unread"
  return node.dataset.day ? `d:${node.dataset.day}` : `s:${node.id.replace("message-", "")}`
}

function create(entry) {
  const node = cloneTemplate(`${entry.kind}-template`)
  if (entry.kind === "day") node.dataset.day = entry.day
  if (entry.kind === "day") slot(node, "text").dateTime = entry.day
  return node
}

function fillSystem(node, { message, time }) {
  node.id = `message-${message.id}`
  setText(slot(node, "time"), time)
  slot(node, "time").dateTime = message.created_at
}

customElements.define("chat-history", ChatHistory)
