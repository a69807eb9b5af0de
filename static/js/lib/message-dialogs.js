// The dialogs of a message: correct its translation, look at its earlier versions, report it.
import { cloneTemplate, setText, show, slot } from "./dom.js";
import { getJson, postJson } from "./http.js";
import { gettext, interfaceLanguage, interpolate } from "./i18n.js";
import { moment } from "./time.js";
import { toast } from "./toast.js";

export class MessageDialogs {
  #model
  #languages

  /** `languages` gives of each code its `own` name and its `name` in the interface language. */
  constructor({ model, languages }) {
    this.#model = model
    this.#languages = languages
  }

  correct({ message, pair }) {
    const dialog = document.getElementById("correct-dialog")
    const field = slot(dialog, "target")
    this.#label(slot(dialog, "source-label"), message.language)
    this.#label(slot(dialog, "target-label"), pair.target)
    fill(slot(dialog, "source"), { text: message.text, language: message.language })
    field.lang = pair.target
    field.value = message.translations[pair.target]?.text ?? ""
    ask(dialog, async () => {
      await this.#model.correctTranslation(message, pair.target, field.value)
      toast(gettext("Saved"))
    })
    field.focus()
  }

  async versions({ message, pair }) {
    const query = new URLSearchParams({ language: pair.target ?? "" })
    const found = await getJson(`${this.#pathOf(message)}/versions?${query}`)
    const dialog = document.getElementById("versions-dialog")
    slot(dialog, "versions").replaceChildren(...found.map((version) => this.#versionNode(version, pair.target)))
    dialog.showModal()
  }

  report({ message }) {
    const dialog = document.getElementById("report-dialog")
    const form = dialog.querySelector("form")
    form.reset()
    ask(dialog, async () => {
      await postJson(`${this.#pathOf(message)}/report`, Object.fromEntries(new FormData(form)))
      toast(gettext("Reported"))
    })
  }

  #pathOf(message) {
    return `/api/threads/${this.#model.state.thread}/messages/${message.id}`
  }

  #versionNode(version, target) {
    const node = cloneTemplate("version-template")
    const { time_zone: timeZone, reads } = this.#model.state.viewer
    const [large, small] = linesOf(version, target, reads)
    slot(node, "time").dateTime = version.at
    setText(slot(node, "time"), moment(new Date(version.at), { timeZone, locale: interfaceLanguage() }))
    const by = version.corrected_by && interpolate(gettext("Corrected by %(name)s"), { name: version.corrected_by })
    setText(slot(node, "by"), by)
    fill(slot(node, "large"), large)
    show(slot(node, "second"), Boolean(small))
    if (!small) return node
    this.#label(slot(node, "label"), small.language)
    fill(slot(node, "small"), small)
    return node
  }

  #label(node, code) {
    setText(node, this.#languages[code]?.own ?? code)
    node.lang = code
  }
}

/** Both lines of a version, the one that the viewer reads first; the second may be missing. */
export function linesOf({ text, language, translation }, target, reads) {
  const original = { text, language }
  if (!translation) return [original, null]
  const translated = { text: translation, language: target }
  return reads.includes(language) ? [original, translated] : [translated, original]
}

function fill(node, { text, language }) {
  node.lang = language
  setText(node, text)
}

// Carries out on submitting; what is refused is said in the dialog, which stays open with what was written.
function ask(dialog, carryOut) {
  const error = slot(dialog, "error")
  const form = dialog.querySelector("form")
  show(error, false)
  form.onsubmit = async (event) => {
    event.preventDefault()
    try {
      await carryOut()
      dialog.close()
    } catch (problem) {
      setText(error, problem.code ? problem.message : gettext("There is no connection. Try again."))
      show(error, true)
    }
  }
  dialog.querySelector('[data-action="cancel"]').onclick = () => dialog.close()
  dialog.showModal()
}
