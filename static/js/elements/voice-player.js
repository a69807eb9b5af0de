// Plays what was spoken: waveform to jump about in, speed, and the word that is being heard. One plays at a time.
import { setIcon, setText, slot } from "../lib/dom.js";
import { gettext, interpolate } from "../lib/i18n.js";
import { clockOf } from "../lib/sizes.js";

const SPEEDS = [1, 1.25, 1.5, 0.75]
const STEP_S = 2
let playing = null

class VoicePlayer extends HTMLElement {
  #sound = null
  #url = ""
  #duration = 0
  #speed = 0

  connectedCallback() {
    this.querySelector("audio")?.remove()
    this.#take(this.dataset.url, Number(this.dataset.duration) || 0)
    this.#drawBars(this.dataset.peaks.split(" ").filter(Boolean))
    this.addEventListener("click", this.#onClick)
    this.closest("article")?.addEventListener("click", this.#onWord)
    slot(this, "wave").addEventListener("keydown", this.#onKey)
  }

  disconnectedCallback() {
    this.#sound?.pause()
  }

  /** Shows another recording, as the protocol tells it. */
  play({ url, duration_ms: duration, peaks }) {
    if (url === this.#url) return
    this.#take(url, duration)
    this.#drawBars(peaks)
    slot(this, "wave").setAttribute("aria-valuemax", Math.round(duration / 1000))
    this.#draw()
  }

  playFrom(ms) {
    const sound = this.#opened()
    sound.currentTime = ms / 1000
    this.#start(sound)
  }

  toggle() {
    const sound = this.#opened()
    if (sound.paused) this.#start(sound)
    else sound.pause()
  }

  #take(url, duration) {
    this.#sound?.pause()
    this.#sound = null
    this.#url = url
    this.#duration = duration
  }

  #drawBars(peaks) {
    slot(this, "wave").replaceChildren(...peaks.map(barOf))
  }

  #opened() {
    if (this.#sound) return this.#sound
    this.#sound = new Audio(this.#url)
    for (const name of ["timeupdate", "play", "pause", "ended"]) this.#sound.addEventListener(name, () => this.#draw())
    return this.#sound
  }

  #start(sound) {
    if (playing && playing !== sound) playing.pause()
    playing = sound
    sound.playbackRate = SPEEDS[this.#speed]
    sound.play().catch(() => {})
  }

  #onClick = (event) => {
    const action = event.target.closest("[data-action]")?.dataset.action
    if (action === "play") this.toggle()
    else if (action === "speed") this.#nextSpeed()
    else if (event.target.closest('[data-slot="wave"]')) this.#jump(event)
  }

  #onWord = (event) => {
    const word = event.target.closest(".word")
    if (word) this.playFrom(Number(word.dataset.start))
  }

  #onKey = (event) => {
    const steps = { ArrowRight: STEP_S, ArrowUp: STEP_S, ArrowLeft: -STEP_S, ArrowDown: -STEP_S }
    if (!(event.key in steps)) return
    event.preventDefault()
    event.stopPropagation()
    const sound = this.#opened()
    sound.currentTime = Math.min(Math.max(sound.currentTime + steps[event.key], 0), this.#duration / 1000)
    this.#draw()
  }

  #jump({ clientX }) {
    const box = slot(this, "wave").getBoundingClientRect()
    const share = (clientX - box.left) / Math.max(box.width, 1)
    this.playFrom(this.#duration * (document.dir === "rtl" ? 1 - share : share))
  }

  #nextSpeed() {
    this.#speed = (this.#speed + 1) % SPEEDS.length
    if (this.#sound) this.#sound.playbackRate = SPEEDS[this.#speed]
    const text = `${SPEEDS[this.#speed]}x`
    setText(slot(this, "speed"), text)
    slot(this, "speed").setAttribute("aria-label", `${gettext("Speed")} ${text}`)
  }

  #draw() {
    const at = (this.#sound?.currentTime ?? 0) * 1000
    const isPlaying = Boolean(this.#sound && !this.#sound.paused)
    setIcon(this.querySelector(".voice__play use"), isPlaying ? "pause" : "play")
    this.querySelector(".voice__play").setAttribute("aria-label", isPlaying ? gettext("Pause") : gettext("Play"))
    setText(slot(this, "voice-time"), at ? `${clockOf(at)}/${clockOf(this.#duration)}` : clockOf(this.#duration))
    this.#drawWave(at)
    for (const word of this.closest("article")?.querySelectorAll(".word") ?? []) mark(word, isPlaying && at)
  }

  #drawWave(at) {
    const wave = slot(this, "wave")
    const played = this.#duration ? (wave.children.length * at) / this.#duration : 0
    ;[...wave.children].forEach((bar, index) => bar.toggleAttribute("data-played", index < played))
    wave.setAttribute("aria-valuenow", Math.round(at / 1000))
    const text = interpolate(gettext("%(at)s of %(whole)s"), { at: clockOf(at), whole: clockOf(this.#duration) })
    wave.setAttribute("aria-valuetext", text)
  }
}

function mark(word, at) {
  word.toggleAttribute("data-now", at !== false && at >= Number(word.dataset.start) && at < Number(word.dataset.end))
}

function barOf(peak) {
  const bar = document.createElement("i")
  bar.style.setProperty("--peak", peak)
  return bar
}

customElements.define("voice-player", VoicePlayer)
