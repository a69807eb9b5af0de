// The head of a talk: how far the captions are behind, and how large they are written.
import { setText, show, slot } from "./dom.js";
import { gettext, interpolate } from "./i18n.js";

const SLOW_MS = 5_000
const BEHIND_MS = 2_000
const SIZE_KEY = "parley-caption-size"
const SIZES = ["S", "M", "L"]

/** `soft` up to 2 s, `caution` up to 5 s, `bad` above. */
export function lagTone(ms) {
  if (ms <= BEHIND_MS) return "soft"
  return ms <= SLOW_MS ? "caution" : "bad"
}

export function lagText(ms) {
  return interpolate(gettext("%(n)s s behind"), { n: (ms / 1000).toFixed(1) })
}

/** Is it so far behind that the reader is told why? */
export function isSlow(ms) {
  return ms !== null && ms > SLOW_MS
}

export function drawLag(root, ms) {
  const node = slot(root, "lag")
  show(node, ms !== null)
  if (ms === null) return
  node.dataset.tone = lagTone(ms)
  setText(node, lagText(ms))
}

/** Shows the captions in the size that was chosen last, or in the middle one. */
export function drawSize(root) {
  const size = sizeNow()
  root.dataset.size = size
  setText(slot(root, "size"), size)
  setText(slot(root, "size-words"), NAMES[size]())
}

export function nextSize(root) {
  localStorage.setItem(SIZE_KEY, SIZES[(SIZES.indexOf(sizeNow()) + 1) % SIZES.length])
  drawSize(root)
}

const NAMES = {
  S: () => gettext("small captions"),
  M: () => gettext("medium captions"),
  L: () => gettext("large captions"),
}

function sizeNow() {
  const kept = localStorage.getItem(SIZE_KEY)
  return SIZES.includes(kept) ? kept : "M"
}
