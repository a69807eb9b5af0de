// What is being written, per user and thread. Kept across reloads and an expired session; wiped by Sign out.

export class Drafts {
  #prefix
  #storage

  constructor(user, storage) {
    this.#prefix = `parley-draft:${user}:`
    this.#storage = storage
  }

  get(thread) {
    return this.#storage.getItem(this.#prefix + thread) ?? ""
  }

  /** Keeps `text`; an empty one is forgotten. A full or forbidden storage costs the draft, never the typing. */
  set(thread, text) {
    try {
      if (text.trim()) this.#storage.setItem(this.#prefix + thread, text)
      else this.#storage.removeItem(this.#prefix + thread)
    } catch {
      // The text is still in the box.
    }
  }

  wipe() {
    for (const key of this.#keys()) this.#storage.removeItem(key)
  }

  #keys() {
    const keys = Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index))
    return keys.filter((key) => key.startsWith(this.#prefix))
  }
}
