// What can be done with a message of the history, by its menu or by a key.
import { noVoice, speaking } from "../audio/speaking.js";
import { gettext } from "./i18n.js";
import { post } from "./http.js";
import { showKeys } from "./keys.js";
import { MessageDialogs } from "./message-dialogs.js";
import { toast } from "./toast.js";

export class ThreadActions {
  #model
  #outbox
  #composer
  #swapped
  #redraw
  #dialogs
  #languages

  /** `swapped` is the set of client_ids whose lines are exchanged by hand; `redraw` shows a change of it. */
  constructor({ model, outbox, composer, swapped, redraw, languages }) {
    this.#languages = languages
    this.#dialogs = new MessageDialogs({ model, languages })
    this.#model = model
    this.#outbox = outbox
    this.#composer = composer
    this.#swapped = swapped
    this.#redraw = redraw
  }

  async run(action, entry) {
    try {
      await this.#actions[action]?.(entry)
    } catch (error) {
      toast(error.message)
    }
  }

  /** The newest message of mine goes into the composer. */
  editLast() {
    const { messages, viewer } = this.#model.state
    const last = messages.findLast((message) => message.sender.id === viewer.id && message.kind !== "system" && message.text)
    if (last) this.#composer.edit(last)
  }

  async save(message, text) {
    try {
      if (text !== message.text) await this.#model.edit(message, text)
      this.#composer.edit(null)
    } catch (error) {
      this.#composer.notice("edit", error.code ? error.message : gettext("Waiting for connection"), gettext("Cancel"))
    }
  }

  #actions = {
    swap: ({ message }) => this.#swap(message.client_id),
    "swap-all": () => this.#swapAll(),
    edit: ({ side, message }) => side === "mine" && message.id && message.text && this.#composer.edit(message),
    retry: ({ message, pair }) => pair.state === "failed" && message.id && this.#model.retryTranslation(message, pair.target),
    resend: ({ message }) => this.#outbox.retry(message.client_id),
    discard: ({ message }) => this.#outbox.remove(message.client_id),
    "copy-original": ({ message }) => copy(message.text),
    "copy-translation": ({ message, pair }) => copy(message.translations[pair.target].text),
    "read-aloud": (entry) => readAloud(entry, this.#languages),
    "confirm-figures": ({ message }) => this.#model.confirmFigures(message),
    play: ({ message }) => document.getElementById(`message-${message.id}`)?.querySelector("voice-player:not([hidden] *)")?.toggle(),
    correct: (entry) => this.#dialogs.correct(entry),
    versions: (entry) => this.#dialogs.versions(entry),
    report: (entry) => this.#dialogs.report(entry),
    keys: () => showKeys(),
  }

  #swap(clientId) {
    if (!this.#swapped.delete(clientId)) this.#swapped.add(clientId)
    this.#redraw()
  }

  async #swapAll() {
    const original_first = !this.#model.state.viewer.original_first
    this.#swapped.clear()
    this.#model.apply({ type: "view.swapped", original_first })
    await post(`/threads/${this.#model.state.thread}/swap/`, { original_first: original_first ? "1" : "0" })
  }
}

// Reads the line that stands large; chosen again for the same message it stops.
async function readAloud({ key, pair }, languages) {
  const voice = speaking()
  const isReading = voice.key === key
  voice.stop()
  if (isReading) return
  const { text, language } = pair.large
  if (await voice.knows(language)) voice.say(text, language, key)
  else toast(noVoice(languages[language]?.name ?? language))
}

async function copy(text) {
  // Missing on plain http: the text can still be selected by hand.
  await navigator.clipboard?.writeText(text)
  toast(navigator.clipboard ? gettext("Copied") : gettext("The browser does not allow copying here."))
}
