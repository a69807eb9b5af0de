// Takes the composer's place while a voice note is recorded and looked at. Never sends by itself.
//
// Dispatches `recorder-open` (detail: whether it is open) and `recorder-send` (detail: the file).
import { microphoneWords, unpluggedWords } from "../audio/microphone-words.js";
import { Recorder } from "../audio/recorder.js";
import { setText, show, slot } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { clockOf } from "../lib/sizes.js";
import { toast } from "../lib/toast.js";

const MOST_MS = 10 * 60_000
const LAST_MS = 60_000

class VoiceRecorder extends HTMLElement {
  #recorder = null
  #file = null
  #startedAt = 0
  #timer = null

  connectedCallback() {
    this.addEventListener("click", this.#onClick)
    this.addEventListener("keydown", this.#onKey)
  }

  disconnectedCallback() {
    this.discard()
  }

  get isRecording() {
    return Boolean(this.#recorder)
  }

  async start() {
    if (this.#recorder) return
    this.#recorder = new Recorder()
    this.#recorder.addEventListener("level", ({ detail }) => slot(this, "record-meter").feed(detail))
    this.#recorder.addEventListener("unplugged", () => (toast(unpluggedWords()), this.stop()))
    try {
      await this.#recorder.start()
    } catch (error) {
      this.#recorder = null
      return toast(microphoneWords(error))
    }
    this.#startedAt = Date.now()
    this.#timer = setInterval(() => this.#tick(), 200)
    this.#tick()
    this.#show("recording")
    slot(this, "stop").focus()
  }

  async stop() {
    if (!this.#recorder) return
    clearInterval(this.#timer)
    const recorder = this.#recorder
    this.#recorder = null
    this.#file = await recorder.stop()
    slot(this, "sound").src = URL.createObjectURL(this.#file)
    this.#show("review")
    slot(this, "send-recording").focus()
  }

  discard() {
    clearInterval(this.#timer)
    this.#recorder?.discard()
    this.#recorder = this.#file = null
    const sound = slot(this, "sound")
    if (sound.src) URL.revokeObjectURL(sound.src)
    sound.removeAttribute("src")
    this.#show("")
  }

  #tick() {
    const passed = Date.now() - this.#startedAt
    setText(slot(this, "record-time"), clockOf(passed))
    const left = Math.ceil((MOST_MS - passed) / 1000)
    const isLast = MOST_MS - passed <= LAST_MS
    setText(slot(this, "record-word"), isLast ? interpolate(gettext("%(n)s s left"), { n: left }) : gettext("Recording"))
    this.toggleAttribute("data-last", isLast)
    if (passed >= MOST_MS) this.stop()
  }

  #show(row) {
    show(slot(this, "recording"), row === "recording")
    show(slot(this, "review"), row === "review")
    show(this, Boolean(row))
    this.dispatchEvent(new CustomEvent("recorder-open", { bubbles: true, detail: Boolean(row) }))
  }

  #onClick = (event) => {
    const action = event.target.closest("[data-action]")?.dataset.action
    if (action === "stop-recording") this.stop()
    else if (action === "discard-recording") this.discard()
    else if (action === "send-recording") this.#send()
  }

  #onKey = (event) => {
    if (event.key !== "Escape") return
    event.preventDefault()
    event.stopPropagation()
    this.discard()
  }

  #send() {
    const file = this.#file
    this.discard()
    if (file) this.dispatchEvent(new CustomEvent("recorder-send", { bubbles: true, detail: file }))
  }
}

customElements.define("voice-recorder", VoiceRecorder)
