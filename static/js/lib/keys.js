// The keys that work everywhere: search, panes, Escape. And the list of all keys.
import { isComposing, make } from "./dom.js";
import { gettext } from "./i18n.js";

const PANES = [
  { root: ".rail", entry: "a[aria-current], a" },
  { root: "inbox-list", entry: 'a.row[tabindex="0"], input' },
  { root: "chat-thread .thread__pane", entry: "chat-composer textarea" },
  { root: "side-panel", entry: '[role="tab"][tabindex="0"]' },
]

export function serveKeys() {
  document.addEventListener("keydown", (event) => {
    if (isComposing(event) || event.defaultPrevented) return
    const isHandled = search(event) || otherPane(event) || escape(event)
    if (isHandled) event.preventDefault()
  })
}

function search({ key, ctrlKey, metaKey }) {
  const field = document.querySelector('[data-slot="query"]')
  if (key.toLowerCase() !== "k" || !(ctrlKey || metaKey) || !field) return false
  field.focus()
  field.select()
  return true
}

// Past the first and the last pane the key is the browser's own.
function otherPane({ key, shiftKey }) {
  if (key !== "F6") return false
  const panes = PANES.map(({ root, entry }) => ({ root: document.querySelector(root), entry }))
  const open = panes.filter(({ root }) => root?.checkVisibility())
  const at = open.findIndex(({ root }) => root.contains(document.activeElement))
  const next = open[at + (shiftKey ? -1 : 1)]
  next?.root.querySelector(next.entry)?.focus()
  return Boolean(next)
}

function escape({ key, target }) {
  if (key !== "Escape" || document.querySelector("dialog:modal, :popover-open")) return false
  if (target.matches?.('input[type="search"]') && target.value) return false
  const panel = document.querySelector("side-panel")
  if (panel?.isSheet) panel.close()
  else document.querySelector("chat-composer")?.focus()
  return true
}

/** Shows which keys there are. */
export function showKeys() {
  const rows = keys().map(([names, text]) => make("div", {}, make("dt", {}, make("kbd", {}, names)), make("dd", {}, text)))
  const close = make("button", { class: "button button--primary", value: "close" }, gettext("Close"))
  const actions = make("form", { method: "dialog", class: "dialog__actions" }, close)
  const title = make("h2", { class: "dialog__title", id: "keys-title" }, gettext("Keyboard"))
  const head = make("header", { class: "dialog__head" }, title)
  const list = make("dl", { class: "dialog__body keys" }, ...rows)
  const dialog = make("dialog", { class: "dialog", "aria-labelledby": "keys-title" }, head, list, actions)
  dialog.addEventListener("close", () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}

function keys() {
  return [
    ["Ctrl K", gettext("Search")],
    ["F6", gettext("Next pane")],
    ["Escape", gettext("Back to the message box")],
    ["Shift Enter", gettext("New line")],
    ["↑", gettext("In an empty box: edit my last message")],
    ["↑ ↓ Home End", gettext("Move in the list")],
    ["o", gettext("Original first")],
    ["Shift o", gettext("Original first, whole conversation")],
    ["e", gettext("Edit")],
    ["r", gettext("Try again")],
    ["p", gettext("Play or pause")],
    ["Enter", gettext("Message menu")],
    ["a", gettext("Archive")],
    ["u", gettext("Mark as unread")],
    [gettext("Space"), gettext("In a talk: hold to talk")],
    ["m", gettext("In a talk: mute")],
  ]
}
