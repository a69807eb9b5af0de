// A finger that rests on a message asks for its menu; the button beside it does the same.
const LONG_MS = 500
const STILL_PX = 10
const PRESSED = "message--pressed"

/** Calls `onPress` with the element matching `selector` on which a finger rested. Gives a function that stops it. */
export function longPress(root, selector, onPress) {
  const listeners = new AbortController()
  const on = (name, handler, options = {}) => root.addEventListener(name, handler, { signal: listeners.signal, ...options })
  let press = null

  const begin = (event) => {
    cancel()
    const node = event.target.closest(selector)
    if (event.pointerType !== "touch" || !event.isPrimary || !node) return
    press = { node, x: event.clientX, y: event.clientY, isLong: false, timer: setTimeout(() => rest(press), LONG_MS) }
  }

  const rest = (present) => {
    present.isLong = true
    present.node.classList.add(PRESSED)
  }

  const move = ({ clientX, clientY }) => {
    if (press && Math.hypot(clientX - press.x, clientY - press.y) > STILL_PX) cancel()
  }

  const cancel = () => {
    clearTimeout(press?.timer)
    press?.node.classList.remove(PRESSED)
    press = null
  }

  // On letting go, and after it: a menu that opened under the finger would be closed by the finger's leaving.
  const end = () => {
    const { node, isLong } = press ?? {}
    cancel()
    if (!isLong) return
    root.addEventListener("click", swallow, { capture: true, once: true })
    setTimeout(() => {
      root.removeEventListener("click", swallow, { capture: true })
      onPress(node)
    })
  }

  on("pointerdown", begin)
  on("pointermove", move)
  on("pointerup", end)
  on("pointercancel", cancel)
  on("contextmenu", (event) => press && event.preventDefault())
  return () => listeners.abort()
}

function swallow(event) {
  event.preventDefault()
  event.stopPropagation()
}
