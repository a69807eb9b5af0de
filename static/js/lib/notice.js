// The line above the composer's box: one at a time, each of a kind, with a button where there is something to do.
import { setText, show, slot } from "./dom.js";

export class Notice {
  #node

  constructor(node) {
    this.#node = node
  }

  /** The kind that is shown, or empty. */
  get kind() {
    return this.#node.hidden ? "" : this.#node.dataset.kind
  }

  /** What the button stands for, such as a language. */
  get value() {
    return this.#node.dataset.value
  }

  tell(kind, text, action = "", value = "") {
    Object.assign(this.#node.dataset, { kind, value })
    setText(slot(this.#node, "notice-text"), text)
    setText(slot(this.#node, "notice-action"), action)
    show(slot(this.#node, "notice-action"), Boolean(action))
    show(this.#node, true)
  }

  clear(kind) {
    if (this.kind === kind) show(this.#node, false)
  }
}
