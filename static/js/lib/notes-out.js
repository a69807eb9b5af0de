// The recordings that are on their way, one line each above the message box.
import { NoteOut } from "../models/recording.js";
import { cloneTemplate, setText, show, slot } from "./dom.js";
import { gettext, interpolate } from "./i18n.js";
import { uuid } from "./uuid.js";

export class NotesOut {
  #list
  #thread
  #notes = new Map()

  constructor(list, thread, connection) {
    this.#list = list
    this.#thread = thread
    connection.addEventListener("frame", ({ detail }) => this.#notes.forEach((_node, note) => note.take(detail)))
  }

  send(file) {
    const note = new NoteOut({ thread: this.#thread, id: uuid(), file })
    const node = cloneTemplate("note-out-template")
    this.#notes.set(note, node)
    this.#list.append(node)
    show(this.#list, true)
    node.querySelector('[data-action="resend-note"]').onclick = () => note.send()
    node.querySelector('[data-action="drop-note"]').onclick = () => this.#drop(note)
    note.addEventListener("changed", () => this.#draw(note, node))
    note.send()
  }

  #draw(note, node) {
    if (note.phase === "sent") return this.#drop(note)
    const isUnderWay = note.phase === "uploading" || note.phase === "transcribing"
    setText(slot(node, "text"), WORDS[note.phase](note))
    show(slot(node, "progress"), isUnderWay)
    slot(node, "progress").value = note.percent
    show(node.querySelector('[data-action="resend-note"]'), note.phase === "failed")
    show(node.querySelector('[data-action="drop-note"]'), note.phase !== "transcribing")
  }

  #drop(note) {
    note.cancel()
    this.#notes.get(note)?.remove()
    this.#notes.delete(note)
    show(this.#list, this.#notes.size > 0)
  }
}

const WORDS = {
  uploading: ({ percent }) => interpolate(gettext("Uploading %(n)s"), { n: `${percent}%` }),
  transcribing: ({ percent }) => interpolate(gettext("Transcribing %(n)s"), { n: `${percent}%` }),
  silent: () => gettext("No speech heard. Nothing was sent."),
  failed: ({ error }) => error,
}
