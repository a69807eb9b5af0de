// How the connection stands, where it does not stand well: offline, reconnecting, catching up, back again.
import { setText, show, slot } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { session } from "../session.js";

const PATIENCE_MS = 1_000
const BACK_MS = 3_000
const SHOWN_AS = {
  connecting: "reconnecting",
  waiting: "reconnecting",
  blocked: "reconnecting",
  offline: "offline",
  "catching-up": "catching-up",
}

class ConnectionBanner extends HTMLElement {
  #connection = null
  #timers = { patience: null, seconds: null, back: null }

  async connectedCallback() {
    this.querySelector('[data-action="retry-now"]').addEventListener("click", this.#onRetry)
    this.#connection = (await session()).connection
    this.#connection.addEventListener("state", this.#onState)
    this.#onState()
  }

  disconnectedCallback() {
    this.querySelector('[data-action="retry-now"]').removeEventListener("click", this.#onRetry)
    this.#connection?.removeEventListener("state", this.#onState)
    for (const timer of Object.values(this.#timers)) clearTimeout(timer)
  }

  #onRetry = () => this.#connection.tryNow()

  #onState = () => {
    const { name } = this.#connection.state
    if (name in SHOWN_AS) this.#expectTrouble()
    else this.#settle(name === "open")
  }

  // A short break is over before anybody could read about it.
  #expectTrouble() {
    clearTimeout(this.#timers.back)
    if (!this.hidden && this.dataset.state !== "back") return this.#draw()
    this.#timers.patience ??= setTimeout(() => this.#draw(), PATIENCE_MS)
  }

  #settle(isBack) {
    const wasShown = !this.hidden && this.dataset.state !== "back"
    this.#stopWaiting()
    if (!wasShown || !isBack) return show(this, wasShown && isBack)
    this.#say("back", gettext("Connected again. Nothing is missing."))
    this.#timers.back = setTimeout(() => show(this, false), BACK_MS)
  }

  #stopWaiting() {
    clearTimeout(this.#timers.patience)
    clearTimeout(this.#timers.seconds)
    this.#timers.patience = null
  }

  #draw() {
    const { name, retryAt } = this.#connection.state
    this.#stopWaiting()
    const seconds = retryAt === null ? 0 : Math.max(1, Math.ceil((retryAt - Date.now()) / 1000))
    this.#say(SHOWN_AS[name], sentenceOf(name, seconds))
    if (retryAt !== null) this.#timers.seconds = setTimeout(() => this.#draw(), 1_000)
  }

  #say(state, text) {
    this.dataset.state = state
    setText(slot(this, "text"), text)
    show(slot(this, "progress"), state === "catching-up")
    show(this.querySelector('[data-action="retry-now"]'), state === "reconnecting" && this.#connection.state.name === "waiting")
    show(this, true)
  }
}

function sentenceOf(name, seconds) {
  switch (name) {
    case "offline":
      return gettext("You are offline. Messages are kept and sent when you are back.")
    case "blocked":
      return interpolate(gettext("Too much at once. Wait %(n)s seconds."), { n: seconds })
    case "catching-up":
      return gettext("Catching up")
    case "connecting":
      return gettext("Reconnecting")
    default:
      return interpolate(gettext("Reconnecting in %(n)s s"), { n: seconds })
  }
}

customElements.define("connection-banner", ConnectionBanner)
