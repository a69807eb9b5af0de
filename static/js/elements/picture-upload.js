// Pictures of an inquiry, uploaded while it is written. Without script the plain file field serves.
import { setText, show, slot } from "../lib/dom.js";
import { csrfToken } from "../lib/http.js";
import { gettext } from "../lib/i18n.js";
import { uuid } from "../lib/uuid.js";

class PictureUpload extends HTMLElement {
  #listening = null

  connectedCallback() {
    this.#listening = new AbortController()
    const { signal } = this.#listening
    this.addEventListener("change", (event) => this.#onChange(event), { signal })
    this.addEventListener("click", (event) => this.#onClick(event), { signal })
    this.addEventListener("dragover", (event) => this.#onDrag(event, true), { signal })
    this.addEventListener("dragleave", (event) => this.#onDrag(event, false), { signal })
    this.addEventListener("drop", (event) => this.#onDrop(event), { signal })
  }

  disconnectedCallback() {
    this.#listening.abort()
  }

  #onChange({ target }) {
    if (target !== slot(this, "input")) return
    this.#take([...target.files])
    target.value = ""
  }

  #onClick({ target }) {
    const button = target.closest('[data-action="remove"]')
    if (!button) return
    button.closest("li").remove()
    slot(this, "input").focus()
  }

  #onDrag(event, isOver) {
    event.preventDefault()
    this.classList.toggle("uploads--dropping", isOver)
  }

  #onDrop(event) {
    this.#onDrag(event, false)
    this.#take([...event.dataTransfer.files])
  }

  #take(files) {
    const free = Number(this.dataset.max) - slot(this, "list").children.length
    this.#complain(files.length > free ? this.dataset.tooMany : "")
    for (const file of files.slice(0, Math.max(0, free))) this.#send(file)
  }

  #send(file) {
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true)
    setText(slot(row, "name"), file.name)
    slot(this, "list").append(row)
    const request = new XMLHttpRequest()
    request.upload.onprogress = ({ loaded, total }) => drawProgress(row, loaded, total)
    request.onload = () => this.#settle(row, request)
    request.onerror = () => this.#fail(row, gettext("Not sent."))
    request.open("POST", this.dataset.url)
    request.setRequestHeader("X-CSRFToken", csrfToken())
    const body = new FormData()
    body.append("client_id", uuid())
    body.append("file", file)
    request.send(body)
  }

  #settle(row, request) {
    const answer = parsed(request.responseText)
    if (request.status >= 300 || !answer.id) return this.#fail(row, answer.detail || gettext("Not sent."))
    for (const name of ["progress", "percent"]) slot(row, name).remove()
    const image = slot(row, "image")
    if (answer.thumbnail) image.src = answer.thumbnail
    slot(row, "id").value = answer.id
    slot(row, "id").disabled = false
  }

  #fail(row, sentence) {
    this.#complain(`${slot(row, "name").textContent}: ${sentence}`)
    row.remove()
  }

  #complain(sentence) {
    setText(slot(this, "error-text"), sentence)
    show(slot(this, "error"), Boolean(sentence))
  }
}

function drawProgress(row, loaded, total) {
  const percent = Math.floor((100 * loaded) / Math.max(1, total))
  slot(row, "progress").value = percent
  setText(slot(row, "percent"), `${percent}%`)
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

customElements.define("picture-upload", PictureUpload)
