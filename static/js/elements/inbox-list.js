// The list of threads: rows are fetched again when they change, and move, but never under the pointer or the focus.
import { isComposing, isWriting, setText, show, slot } from "../lib/dom.js";
import { getElement, getPage } from "../lib/http.js";
import { gettext, interpolate, ngettext } from "../lib/i18n.js";
import { Roving } from "../lib/roving.js";
import { RowActions } from "../lib/row-actions.js";
import { belongs, isArchived, takeOver, threadOf, timeOf } from "../lib/rows.js";
import { Swipes } from "../lib/swipes.js";
import { countIn, setUnreadTotal } from "../lib/title.js";
import { session } from "../session.js";

const GATHER_MS = 250

class InboxList extends HTMLElement {
  #rows
  #roving
  #drafts
  #actions
  #chosen = null
  #changed = new Map()
  #moves = new Map()
  #listeners = new AbortController()

  async connectedCallback() {
    this.#rows = slot(this, "rows")
    if (!this.#rows) return
    this.#roving = new Roving(this.#rows, "a.row")
    this.#roving.refresh(this.#rows.querySelector('a.row[aria-current="page"], a.row'))
    this.#listen(await session())
  }

  disconnectedCallback() {
    this.#listeners.abort()
  }

  #listen({ connection, drafts }) {
    const on = (target, name, handler) => target.addEventListener(name, handler, { signal: this.#listeners.signal })
    this.#drafts = drafts
    for (const item of this.#rows.children) this.#showDraft(item)
    let wasOpen = connection.state.name === "open"
    on(connection, "ready", () => (wasOpen ? this.#catchUp() : (wasOpen = true)))
    on(connection, "frame", ({ detail }) => detail.type === "inbox.changed" && this.#expect(detail.thread))
    on(this, "keydown", this.#onKey)
    on(this, "click", (event) => this.#onClick(event))
    for (const node of [this.#rows, slot(this, "newer")])
      for (const name of ["pointerleave", "focusout"]) on(node, name, () => setTimeout(() => this.#applyMovesIfFree()))
    this.#serveActions(this.#listeners.signal)
  }

  #serveActions(signal) {
    const isArchive = this.dataset.filter === "archived"
    this.#actions = new RowActions({ isArchive, remove: (item) => this.#takeOut(item), restore: (item) => this.#putBack(item) })
    const { unread, archive } = this.#actions.words
    const onSwipe = (item, direction) => this.#actions.run(direction === "start" ? "unread" : "archive", item)
    new Swipes(this.#rows, { words: { start: unread, end: archive }, onSwipe, signal })
  }

  // One message changes a row more than once: sent, translated, delivered.
  #expect(thread) {
    clearTimeout(this.#changed.get(thread))
    this.#changed.set(thread, setTimeout(() => this.#fetch(thread), GATHER_MS))
  }

  async #fetch(thread) {
    this.#changed.delete(thread)
    const fresh = await getElement(`/threads/${thread}/row/`).catch(() => undefined)
    if (fresh === null) this.#remove(thread)
    if (!fresh) return
    this.#place(thread, fresh)
  }

  // What changed while there was no connection was told to nobody.
  async #catchUp() {
    const page = await getPage(`/?filter=${this.dataset.filter}`).catch(() => null)
    if (!page) return
    for (const item of slot(page, "rows")?.children ?? []) this.#place(threadOf(item), item)
    setUnreadTotal(countIn(page.title))
  }

  #remove(thread) {
    this.#itemOf(thread)?.remove()
    this.#moves.delete(thread)
    this.#tellNewer()
    this.#roving.refresh()
  }

  #place(thread, fresh) {
    const present = this.#itemOf(thread)
    if (isArchived(fresh) && this.dataset.filter !== "archived") return this.#remove(thread)
    if (!present && !belongs(fresh, this.dataset.filter)) return
    const moves = !present || timeOf(fresh) !== timeOf(present)
    const item = present ? takeOver(present, fresh) : document.importNode(fresh, true)
    if (thread === this.dataset.open) item.querySelector("a.row").setAttribute("aria-current", "page")
    this.#showDraft(item)
    this.querySelector(".list__empty")?.remove()
    if (moves) this.#moves.set(thread, item)
    this.#applyMovesIfFree()
    this.#roving.refresh()
  }

  get #isHeld() {
    const isAt = (node) => node.matches(":hover, :focus-within")
    // On its way to the pill the pointer leaves the rows: they wait for the press.
    return (isAt(this.#rows) && this.#rows.children.length > 0) || isAt(slot(this, "newer"))
  }

  #applyMovesIfFree() {
    for (const [thread, item] of this.#moves) if (!this.#isMove(item)) this.#moves.delete(thread)
    if (this.#isHeld) this.#tellNewer()
    else this.#applyMoves()
  }

  #applyMoves() {
    for (const item of this.#moves.values()) this.#rows.insertBefore(item, this.#followerOf(item))
    this.#moves.clear()
    this.#tellNewer()
    this.#roving.refresh()
  }

  #isMove(item) {
    return item.parentNode !== this.#rows || item.nextElementSibling !== this.#followerOf(item)
  }

  #followerOf(item) {
    return [...this.#rows.children].find((other) => other !== item && timeOf(other) < timeOf(item)) ?? null
  }

  #tellNewer() {
    const n = this.#moves.size
    setText(slot(this, "newer-text"), interpolate(ngettext("%(n)s newer", "%(n)s newer", n), { n }))
    show(slot(this, "newer"), n > 0)
  }

  #itemOf(thread) {
    return this.#rows.querySelector(`[data-thread="${CSS.escape(thread)}"]`) ?? this.#moves.get(thread)
  }

  #showDraft(item) {
    const draft = threadOf(item) === this.dataset.open ? "" : this.#drafts.get(threadOf(item))
    if (!draft) return
    const [prefix, line] = [slot(item, "prefix"), slot(item, "line")]
    setText(prefix, gettext("Draft:"))
    prefix.classList.add("row__prefix--draft")
    show(prefix, true)
    setText(line, draft)
    line.removeAttribute("lang")
  }

  #onKey = (event) => {
    if (isComposing(event) || isWriting(event) || event.ctrlKey || event.metaKey || event.altKey) return
    const row = event.target.closest("a.row")
    const isHandled = row && (this.#roving.move(event.key) || this.#shortcut(event.key, row))
    if (isHandled) event.preventDefault()
  }

  #shortcut(key, row) {
    const action = { a: "archive", u: "unread" }[key]
    if (action) this.#actions.run(action, row.closest("li"))
    return Boolean(action)
  }

  #takeOut(item) {
    // Who goes by the keyboard goes on with the next row.
    if (item.matches(":focus-within")) this.#roving.move("ArrowDown")
    this.#remove(threadOf(item))
  }

  #putBack(item) {
    if (this.#itemOf(threadOf(item))) return
    this.#rows.insertBefore(item, this.#followerOf(item))
    this.#roving.refresh()
  }

  #onClick({ target }) {
    const [opener, chosen] = ["[popovertarget=row-menu]", "[data-row-action]"].map((selector) => target.closest(selector))
    if (chosen) this.#actions.run(chosen.dataset.rowAction, this.#chosen)
    else if (opener) this.#chosen = opener.closest("li")
    else if (target.closest('[data-action="show-newer"]')) this.#applyMoves()
  }
}

customElements.define("inbox-list", InboxList)
