// The panel beside a thread: its tabs, and whether it is open. Remembered for wide windows, a sheet in narrow ones.

const KEY = "parley-panel"
const WIDE = "(min-width: 1200px)"

class SidePanel extends HTMLElement {
  #tabs = []
  #opener = null

  connectedCallback() {
    this.#tabs = [...this.querySelectorAll(".tabs__tab")]
    this.#asTabs()
    this.#remember()
    this.addEventListener("click", this.#onClick)
    this.addEventListener("keydown", this.#onKey)
    this.#thread.addEventListener("click", this.#onOpener)
    this.#tellOpeners()
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#onClick)
    this.removeEventListener("keydown", this.#onKey)
    this.#thread?.removeEventListener("click", this.#onOpener)
  }

  get isOpen() {
    return (this.#thread.dataset.panel ?? (matchMedia(WIDE).matches ? "open" : "closed")) === "open"
  }

  get isSheet() {
    return this.isOpen && !matchMedia(WIDE).matches
  }

  open(opener = null) {
    this.#opener = opener
    this.#set("open")
    if (this.isSheet) this.querySelector('[data-action="close-panel"]').focus()
  }

  close() {
    this.#set("closed")
    this.#opener?.focus()
  }

  get #thread() {
    return this.closest("chat-thread")
  }

  #onOpener = (event) => {
    const opener = event.target.closest('[data-action="details"], [data-action="inquiry"]')
    if (!opener) return
    event.preventDefault()
    if (opener.dataset.action === "inquiry") this.#select(this.#tabs[0])
    if (opener.dataset.action === "details" && this.isOpen) this.close()
    else this.open(opener)
  }

  #onClick = (event) => {
    const tab = event.target.closest(".tabs__tab")
    if (tab) this.#select(tab)
    else if (event.target.closest('[data-action="close-panel"]')) this.close()
    else return
    event.preventDefault()
  }

  #onKey = (event) => {
    const at = this.#tabs.indexOf(event.target)
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (at < 0 || !step) return
    const forward = getComputedStyle(this).direction === "rtl" ? -step : step
    const tab = this.#tabs.at((at + forward) % this.#tabs.length)
    this.#select(tab)
    tab.focus()
    event.preventDefault()
  }

  #asTabs() {
    this.querySelector(".tabs").setAttribute("role", "tablist")
    for (const tab of this.#tabs) {
      tab.setAttribute("role", "tab")
      tab.setAttribute("aria-controls", this.#panelOf(tab).id)
      this.#panelOf(tab).setAttribute("role", "tabpanel")
    }
    this.#select(this.#tabs[0])
  }

  #select(chosen) {
    for (const tab of this.#tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen))
      tab.tabIndex = tab === chosen ? 0 : -1
      this.#panelOf(tab).hidden = tab !== chosen
    }
  }

  #panelOf(tab) {
    return document.getElementById(tab.getAttribute("href").slice(1))
  }

  #set(state) {
    this.#thread.dataset.panel = state
    if (matchMedia(WIDE).matches) localStorage.setItem(KEY, state)
    this.#tellOpeners()
  }

  #remember() {
    const kept = localStorage.getItem(KEY)
    if (kept && matchMedia(WIDE).matches) this.#thread.dataset.panel = kept
  }

  #tellOpeners() {
    const opener = this.#thread.querySelector('[data-action="details"]')
    opener.setAttribute("role", "button")
    opener.setAttribute("aria-expanded", String(this.isOpen))
  }
}

customElements.define("side-panel", SidePanel)
