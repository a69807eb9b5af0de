// One stop of the Tab key for a whole list; the arrow keys, Home and End move inside.

export class Roving {
  #root
  #selector
  #current = null

  /** `selector` finds the items of `root` that take the focus. */
  constructor(root, selector) {
    this.#root = root
    this.#selector = selector
    root.addEventListener("focusin", (event) => this.#follow(event.target.closest(selector)))
  }

  /** Looks at the items again after the list changed. `preferred` is where the Tab key shall arrive at first. */
  refresh(preferred = null) {
    const items = this.#items()
    if (!items.includes(this.#current)) this.#current = preferred ?? items.at(-1) ?? null
    for (const item of items) item.tabIndex = item === this.#current ? 0 : -1
  }

  /** Moves on a key. True where the key was meant for it. */
  move(key) {
    const items = this.#items()
    const at = items.indexOf(this.#current)
    const target = { ArrowUp: Math.max(0, at - 1), ArrowDown: Math.min(items.length - 1, at + 1), Home: 0, End: items.length - 1 }[key]
    if (target === undefined || items.length === 0) return false
    items[target].focus()
    items[target].scrollIntoView({ block: "nearest" })
    return true
  }

  #follow(item) {
    if (!item || item === this.#current) return
    if (this.#current) this.#current.tabIndex = -1
    this.#current = item
    item.tabIndex = 0
  }

  #items() {
    return [...this.#root.querySelectorAll(this.#selector)]
  }
}
