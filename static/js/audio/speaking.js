// Reads texts aloud with the voices of this machine, one after the other.
//
// A voice that the browser fetches from elsewhere would send the text to a stranger's server: those are left out.
import { gettext, interpolate } from "../lib/i18n.js";

const MOST_WAITING = 3
const VOICES_WITHIN_MS = 1_000
const PREFERRED = { zh: /^zh([-_](cn|hans)|$)/i, en: /^en[-_](us|gb)/i, es: /^es[-_](es|mx)/i }

export class Speaking {
  #synthesis
  #Utterance
  #waiting = []
  #current = null
  #isHeld = false

  constructor(synthesis = globalThis.speechSynthesis, Utterance = globalThis.SpeechSynthesisUtterance) {
    this.#synthesis = synthesis
    this.#Utterance = Utterance
  }

  get isPossible() {
    return Boolean(this.#synthesis && this.#Utterance)
  }

  /** What is being read, by the key under which it was given; null while nothing is. */
  get key() {
    return this.#current?.key ?? null
  }

  /** Has this machine a voice for a language? Waits a moment for browsers that load theirs late. */
  async knows(language) {
    if (!this.isPossible) return false
    if (!this.#voiceFor(language)) await this.#voicesLoaded()
    return Boolean(this.#voiceFor(language))
  }

  /** Reads a text after those that wait. Of too many the oldest are left out. */
  say(text, language, key = null) {
    this.#waiting = [...this.#waiting, { text, language, key }].slice(-MOST_WAITING)
    this.#next()
  }

  /** Reads nothing any more. */
  stop() {
    this.#waiting = []
    this.#current = null
    this.#synthesis?.cancel()
  }

  /** Stops at once, and lets wait what comes until it may go on. */
  hold() {
    this.#isHeld = true
    this.stop()
  }

  goOn() {
    this.#isHeld = false
    this.#next()
  }

  #next() {
    if (this.#current || this.#isHeld || this.#waiting.length === 0) return
    const item = this.#waiting.shift()
    const utterance = new this.#Utterance(item.text)
    const voice = this.#voiceFor(item.language)
    // Without a voice of this machine nothing is handed over: the browser might pick one from elsewhere.
    if (!voice) return this.#next()
    this.#current = item
    Object.assign(utterance, { voice, lang: voice.lang })
    utterance.onend = utterance.onerror = () => this.#ended(item)
    this.#synthesis.speak(utterance)
  }

  #ended(item) {
    if (this.#current !== item) return
    this.#current = null
    this.#next()
  }

  #voiceFor(language) {
    return voiceFor(this.#synthesis.getVoices(), language)
  }

  #voicesLoaded() {
    return new Promise((resolve) => {
      this.#synthesis.addEventListener?.("voiceschanged", resolve, { once: true })
      setTimeout(resolve, VOICES_WITHIN_MS)
    })
  }
}

/** The voice of this machine for a language, or undefined: the most usual variety first. */
export function voiceFor(voices, language) {
  const base = language.split("-")[0].toLowerCase()
  const speaking = voices.filter(({ lang, localService }) => localService && lang.toLowerCase().split(/[-_]/)[0] === base)
  return speaking.find(({ lang }) => PREFERRED[base]?.test(lang)) ?? speaking[0]
}

/** The sentence for a language that no voice of this machine speaks. */
export function noVoice(language) {
  return interpolate(gettext("This device has no voice for %(language)s. Add one in its settings."), { language })
}

let shared = null

/** The one voice of this tab. */
export function speaking() {
  shared ??= new Speaking()
  return shared
}
