// Tells which messages are in view: at least half of it, or as much of a long one as fills half the screen.

export class ViewWatcher {
  #observer
  #seqs = new WeakMap()

  /** `onShown` and `onHidden` are called with the seq of an observed node. */
  constructor(root, { onShown, onHidden }) {
    const threshold = [0, 0.1, 0.25, 0.5, 0.75, 1]
    const look = (entry) => (isInView(entry) ? onShown : onHidden)(this.#seqs.get(entry.target))
    this.#observer = new IntersectionObserver((entries) => entries.forEach(look), { root, threshold })
  }

  observe(node, seq) {
    if (this.#seqs.get(node) === seq) return
    this.#observer.unobserve(node)
    this.#seqs.set(node, seq)
    this.#observer.observe(node)
  }

  stop() {
    this.#observer.disconnect()
  }
}

function isInView({ isIntersecting, intersectionRatio, intersectionRect, rootBounds }) {
  if (!isIntersecting) return false
  return intersectionRatio >= 0.5 || intersectionRect.height >= (rootBounds?.height ?? Infinity) / 2
}
