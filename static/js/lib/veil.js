// A message that names a bank account or another way to pay: a warning above it, and until its reader asks, not its text.
import { show, slot } from "./dom.js";

/** Draws the warning of an entry, and the veil over what the other side wrote. A new revision is veiled anew. */
export function drawVeil(root, { message, side }) {
  const isVeiled = Boolean(message.payment) && side === "theirs" && root.dataset.unveiled !== String(message.revision)
  root.classList.toggle("message--veiled", isVeiled)
  show(slot(root, "payment"), Boolean(message.payment))
  show(root.querySelector('[data-action="unveil"]'), isVeiled)
}

export function unveil(root, entry) {
  root.dataset.unveiled = entry.message.revision
  drawVeil(root, entry)
  root.querySelector("article").focus()
}
