// Rows under a finger: drawn aside far enough, a row does what is written beside it. The screen's edge is the browser's.

const EDGE_PX = 24
const BEGIN_PX = 12
export const FAR_PX = 96

/** Where a finger that moved by `dx` pixels has drawn: to the inline `start` or `end`. */
export function directionOf(dx, isRightToLeft) {
  return dx > 0 === isRightToLeft ? "start" : "end"
}

export class Swipes {
  #words
  #onSwipe
  #finger = null

  /** `words` gives what is written for `start` and `end`; `onSwipe(item, direction)` does it. Items are `<li>`. */
  constructor(root, { words, onSwipe, signal }) {
    this.#words = words
    this.#onSwipe = onSwipe
    root.addEventListener("pointerdown", (event) => this.#down(event), { signal })
    root.addEventListener("pointermove", (event) => this.#move(event), { signal })
    root.addEventListener("pointerup", (event) => this.#up(event), { signal })
    root.addEventListener("pointercancel", () => this.#letGo(), { signal })
    root.addEventListener("click", (event) => this.#swallow(event), { signal, capture: true })
  }

  #down({ pointerType, isPrimary, clientX, pointerId, target }) {
    const item = target.closest("li")
    const isAtEdge = clientX < EDGE_PX || clientX > innerWidth - EDGE_PX
    this.#finger = pointerType === "touch" && isPrimary && item && !isAtEdge ? { item, from: clientX, pointerId, isDrawn: false } : null
  }

  #move({ clientX, pointerId }) {
    const finger = this.#finger
    if (finger?.pointerId !== pointerId || finger.isDone) return
    const dx = clientX - finger.from
    if (!finger.isDrawn && Math.abs(dx) < BEGIN_PX) return
    if (!finger.isDrawn) finger.item.setPointerCapture(pointerId)
    finger.isDrawn = true
    this.#draw(finger.item, dx)
  }

  #draw(item, dx) {
    const direction = directionOf(dx, getComputedStyle(item).direction === "rtl")
    item.dataset.swipe = direction
    item.dataset.swipeWords = this.#words[direction]
    item.toggleAttribute("data-far", Math.abs(dx) >= FAR_PX)
    item.style.setProperty("--swipe", `${dx}px`)
  }

  #up({ pointerId }) {
    const finger = this.#finger
    if (finger?.pointerId !== pointerId || !finger.isDrawn) return
    const { swipe, far } = finger.item.dataset
    this.#letGo()
    finger.isDone = true
    if (far !== undefined) this.#onSwipe(finger.item, swipe)
  }

  #letGo() {
    const { item } = this.#finger ?? {}
    for (const name of ["swipe", "swipeWords", "far"]) delete item?.dataset[name]
    item?.style.removeProperty("--swipe")
  }

  // The browser ends a touch by a click, which would open the row that was drawn.
  #swallow(event) {
    if (!this.#finger?.isDone) return
    this.#finger = null
    event.preventDefault()
    event.stopPropagation()
  }
}
