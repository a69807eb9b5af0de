// Keeps a history where its reader is: at the end where it was at the end, else at what is being read.
import { prefersStillness } from "./dom.js";

export const AT_END_PX = 64
export const FETCH_AHEAD_PX = 600
const JUMP_SCREENS = 2

export class ScrollKeeper {
  #scroller
  #list
  #wasAtEnd = true
  #observer

  constructor(scroller, list) {
    this.#scroller = scroller
    this.#list = list
    this.#observer = new ResizeObserver(() => this.#resized())
  }

  start() {
    this.#observer.observe(this.#list)
    this.#observer.observe(this.#scroller)
    this.#scroller.addEventListener("scroll", this.#onScroll, { passive: true })
  }

  stop() {
    this.#observer.disconnect()
    this.#scroller.removeEventListener("scroll", this.#onScroll)
  }

  get isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller
    return scrollHeight - scrollTop - clientHeight <= AT_END_PX
  }

  get isNearStart() {
    return this.#scroller.scrollTop < FETCH_AHEAD_PX
  }

  /** Makes a change to the list; what is in view stays where it is, and the end stays the end. */
  keep(change) {
    const anchor = this.isAtEnd ? null : this.#anchor()
    change()
    if (!anchor) return this.#stick()
    // By hand: no browser anchors at the very top, and Safari nowhere.
    this.#scroller.scrollTop += this.#offsetOf(anchor.node) - anchor.offset
  }

  toEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller
    const isFar = scrollHeight - scrollTop - clientHeight > JUMP_SCREENS * clientHeight
    this.#wasAtEnd = true
    this.#scroller.scrollTo({ top: scrollHeight, behavior: isFar || prefersStillness() ? "instant" : "smooth" })
  }

  /** Puts a node at a share of the height: 0 is the top, 1 the end. */
  place(node, share) {
    this.#scroller.scrollTop += this.#offsetOf(node) - share * this.#scroller.clientHeight
    this.#wasAtEnd = this.isAtEnd
  }

  #stick() {
    this.#wasAtEnd = true
    this.#scroller.scrollTop = this.#scroller.scrollHeight
  }

  // A picture or a font that came late, a growing composer, a turned phone.
  #resized() {
    if (this.#wasAtEnd) this.#stick()
  }

  #onScroll = () => {
    this.#wasAtEnd = this.isAtEnd
  }

  #anchor() {
    const node = [...this.#list.children].find((child) => this.#offsetOf(child) + child.offsetHeight > 0)
    return node && { node, offset: this.#offsetOf(node) }
  }

  #offsetOf(node) {
    return node.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top
  }
}
