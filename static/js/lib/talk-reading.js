// Reading aloud during a talk: a switch, and what is told where it cannot be.
import { noVoice, speaking } from "../audio/speaking.js";
import { ReadAloud } from "../models/read-aloud.js";
import { setIcon } from "./dom.js";

export class TalkReading {
  #button
  #model
  #languages
  #isOn = false
  #queue = new ReadAloud((text, language, key) => speaking().say(text, language, key))

  /** `button` is the switch, `model` that of the thread. */
  constructor(button, { model, languages }) {
    this.#button = button
    this.#model = model
    this.#languages = languages
    model.addEventListener("changed", ({ detail }) => this.#isOn && this.#queue.changed(detail.before, detail.after))
  }

  get isOn() {
    return this.#isOn
  }

  /** Switches. Gives a sentence where this machine has no voice for the reader's language. */
  async toggle() {
    const [language] = this.#model.state.viewer.reads
    if (this.#isOn) return this.stop()
    if (!(await speaking().knows(language))) return noVoice(this.#languages[language]?.name ?? language)
    this.#set(true)
    return ""
  }

  /** Stops, and is silent until it is switched on again. */
  stop() {
    this.#set(false)
    this.#queue.forget()
    speaking().stop()
    return ""
  }

  /** Silent while `isTalking`: the microphone would hear it. What came meanwhile is read afterwards. */
  giveWay(isTalking) {
    if (isTalking) speaking().hold()
    else speaking().goOn()
  }

  #set(isOn) {
    this.#isOn = isOn
    this.#button.setAttribute("aria-pressed", String(isOn))
    setIcon(this.#button.querySelector("use"), isOn ? "volume" : "volume-off")
  }
}
