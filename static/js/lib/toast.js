// A short word at the foot of the page, one at a time, held while it is pointed at or has the focus.
import { make } from "./dom.js";

const SHOWN_MS = 6_000

/** Shows `text`; with `label` a button that calls `onAction`. */
export function toast(text, { label = "", onAction = null } = {}) {
  const place = document.querySelector('[data-slot="toasts"]')
  const node = make("div", { class: "toast", role: "status" }, make("p", { class: "toast__text" }, text))
  if (label) node.append(button(node, label, onAction))
  place.replaceChildren(node)
  expire(node)
}

/** Lets the toasts that came with the page go as well. */
export function expireToasts() {
  for (const node of document.querySelectorAll('[data-slot="toasts"] > .toast:not(.toast--error)')) expire(node)
}

function button(node, label, onAction) {
  const made = make("button", { class: "toast__action", type: "button" }, label)
  made.addEventListener("click", () => (node.remove(), onAction()))
  return made
}

function expire(node) {
  const isHeld = () => node.matches(":hover, :focus-within")
  const timer = setInterval(() => !isHeld() && (clearInterval(timer), node.remove()), SHOWN_MS)
}
