// A button that is held: by a pointer, by Space wherever in its panel nothing else takes that key, or by a plain click.
import { isComposing } from "./dom.js";

const TAKES_SPACE = "input, textarea, select, button, a, summary, [contenteditable]"

/**
 * Calls `onPress` with `down`, `up` (and how long it was held), `click` and `cancel`, as models/press.js takes them.
 * Gives a function that stops it.
 */
export function holdButton(panel, button, onPress) {
  const listeners = new AbortController()
  const on = (target, name, handler) => target.addEventListener(name, handler, { signal: listeners.signal })
  let held = null

  const down = (by, event) => {
    if (held) return
    held = { by, at: event.timeStamp }
    onPress({ type: "down" })
  }
  const up = (by, event) => {
    if (held?.by !== by) return
    const heldMs = event.timeStamp - held.at
    held = null
    onPress({ type: "up", heldMs })
  }
  const cancel = () => {
    if (!held) return
    held = null
    onPress({ type: "cancel" })
  }
  const isSpace = (event) => event.key === " " && !isComposing(event) && (event.target === button || !event.target.closest(TAKES_SPACE))

  on(button, "pointerdown", (event) => {
    if (event.button !== 0) return
    // Let go outside of the button it is let go all the same.
    button.setPointerCapture(event.pointerId)
    down(event.pointerId, event)
  })
  on(button, "pointerup", (event) => up(event.pointerId, event))
  on(button, "pointercancel", cancel)
  on(button, "contextmenu", (event) => event.preventDefault())
  // A click without a pointer comes from Enter or from an assistive tool; one of a pointer was heard above.
  on(button, "click", (event) => event.detail === 0 && !held && onPress({ type: "click" }))
  on(button, "keydown", (event) => event.key === "Enter" && event.repeat && event.preventDefault())
  on(panel, "keydown", (event) => {
    if (!isSpace(event)) return
    event.preventDefault()
    if (!event.repeat) down("space", event)
  })
  on(panel, "keyup", (event) => {
    if (held?.by !== "space" || event.key !== " ") return
    event.preventDefault()
    up("space", event)
  })
  on(window, "blur", cancel)
  return () => listeners.abort()
}
