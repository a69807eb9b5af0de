// The menu of a message: one popover for all of them, told whose it is when it opens.
import { speaking } from "../audio/speaking.js";
import { show, slot } from "./dom.js";
import { gettext } from "./i18n.js";

/** Which items the menu of an entry has. */
export function itemsFor({ pair, side, message }) {
  const translation = message.translations[pair.target]
  return {
    "copy-original": Boolean(message.text),
    "copy-translation": translation?.state === "done",
    "read-aloud": speaking().isPossible && Boolean(pair.large.text) && !(message.payment && side === "theirs"),
    swap: Boolean(pair.small?.text),
    edit: side === "mine" && Boolean(message.id && message.text),
    retry: pair.state === "failed" && Boolean(message.id),
    correct: Boolean(message.id && pair.target) && pair.state !== "pending",
    versions: message.revision > 1 || Boolean(translation?.corrected_by),
    report: side === "theirs" && Boolean(message.id),
  }
}

/** Names what exchanging the two lines will do. */
export function swapText({ pair, message }) {
  return pair.large.language === message.language ? gettext("Translation first") : gettext("Original first")
}

/** Names what the item does: reads, or stops what is being read of this message. */
export function readAloudText({ key }) {
  return speaking().key === key ? gettext("Stop reading") : gettext("Read aloud")
}

export class MessageMenu {
  #popover
  #entry = null

  /** `onAction` is called with `{action, entry}`. */
  constructor(popover, onAction) {
    this.#popover = popover
    popover.addEventListener("click", (event) => {
      const action = event.target.closest("[data-action]")?.dataset.action
      if (!action) return
      popover.hidePopover()
      onAction({ action, entry: this.#entry })
    })
  }

  prepare(entry) {
    this.#entry = entry
    const items = itemsFor(entry)
    for (const button of this.#popover.querySelectorAll("[data-action]")) show(button, items[button.dataset.action] ?? true)
    slot(this.#popover, "swap-text").textContent = swapText(entry)
    slot(this.#popover, "read-aloud-text").textContent = readAloudText(entry)
  }
}
