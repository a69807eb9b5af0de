// The files that are attached to what is being written: one chip each, from choosing to having arrived.
import { upload } from "../models/upload.js";
import { cloneTemplate, setText, show, slot } from "./dom.js";
import { gettext, interpolate } from "./i18n.js";
import { refusalOf } from "./sizes.js";

export class Chips {
  #list
  #thread
  #limits
  #onChange
  #chips = new Map()

  /** `limits` is `{fileBytes, files}`; `onChange` is called whenever a chip came, went or arrived. */
  constructor(list, thread, limits, onChange) {
    this.#list = list
    this.#thread = thread
    this.#limits = limits
    this.#onChange = onChange
    list.addEventListener("click", (event) => {
      if (event.target.closest('[data-action="remove-chip"]')) this.#remove(event.target.closest(".chip"))
    })
  }

  /** The attachments that have arrived, in order. */
  get attachments() {
    return [...this.#chips.values()].map((chip) => chip.attachment).filter(Boolean)
  }

  get isUploading() {
    return [...this.#chips.values()].some((chip) => chip.isUploading)
  }

  get size() {
    return this.#chips.size
  }

  add(files) {
    for (const file of files) if (this.#chips.size < this.#limits.files) this.#add(file)
  }

  /** Takes the attachments out for sending. Those that failed stay, with their sentence. */
  take() {
    const attachments = this.attachments
    for (const [node, chip] of [...this.#chips]) if (chip.attachment) this.#drop(node)
    this.#onChange()
    return attachments
  }

  #add(file) {
    const refusal = refusalOf(file, this.#limits.fileBytes)
    const node = this.#draw(file, !refusal && file.type.startsWith("image/"))
    const chip = { isUploading: !refusal, attachment: null, cancel: () => {}, preview: slot(node, "image").src }
    this.#chips.set(node, chip)
    if (refusal) fail(node, refusal)
    else this.#start(node, chip, file)
    this.#onChange()
  }

  #draw(file, hasPreview) {
    const node = cloneTemplate("chip-template")
    setText(slot(node, "name"), file.name)
    node.querySelector("button").setAttribute("aria-label", `${gettext("Cancel")} ${file.name}`)
    if (hasPreview) slot(node, "image").src = URL.createObjectURL(file)
    show(slot(node, "image"), hasPreview)
    show(this.#list, true)
    this.#list.append(node)
    return node
  }

  async #start(node, chip, file) {
    const { done, cancel } = upload(this.#thread, file, (percent) => progress(node, percent))
    chip.cancel = cancel
    try {
      chip.attachment = await done
      arrive(node)
    } catch (error) {
      if (error.name !== "AbortError") fail(node, error.message)
    }
    chip.isUploading = false
    this.#onChange()
  }

  #remove(node) {
    this.#chips.get(node)?.cancel()
    this.#drop(node)
    this.#onChange()
  }

  #drop(node) {
    URL.revokeObjectURL(this.#chips.get(node)?.preview)
    this.#chips.delete(node)
    node.remove()
    show(this.#list, this.#chips.size > 0)
  }
}

function progress(node, percent) {
  slot(node, "progress").value = percent
  setText(slot(node, "percent"), interpolate(gettext("Uploading %(n)s"), { n: `${percent}%` }))
}

function arrive(node) {
  show(slot(node, "progress"), false)
  setText(slot(node, "percent"), "")
}

function fail(node, sentence) {
  arrive(node)
  node.classList.add("chip--failed")
  setText(slot(node, "error"), sentence)
  show(slot(node, "error"), true)
}
