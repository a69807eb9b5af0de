// The microphone's sound on its way to the server, in the browser's audio thread.
//
// Takes `record` and `flush` as messages. Posts `{chunk}` (PCM of 16 kHz), `{level}` (dB, some 15 times a second) while
// it records, and `{flushed: true}` when the rest has been posted.
import { Chunker, RATE_HZ, Resampler, decibels, mono } from "./pcm.js";

const LEVEL_SAMPLES = RATE_HZ / 15

class PcmProcessor extends AudioWorkletProcessor {
  #resampler = new Resampler(sampleRate)
  #chunker = new Chunker()
  #heard = []
  #isRecording = false

  constructor() {
    super()
    this.port.onmessage = ({ data }) => (data === "record" ? this.#record() : this.#flush())
  }

  process([channels]) {
    if (this.#isRecording && channels.length > 0) this.#take(this.#resampler.push(mono(channels)))
    return true
  }

  #record() {
    this.#isRecording = true
  }

  #flush() {
    this.#isRecording = false
    const rest = this.#chunker.rest()
    if (rest.byteLength > 0) this.#post(rest)
    this.port.postMessage({ flushed: true })
  }

  #take(samples) {
    for (const chunk of this.#chunker.push(samples)) this.#post(chunk)
    this.#heard.push(...samples)
    if (this.#heard.length >= LEVEL_SAMPLES) this.port.postMessage({ level: decibels(this.#heard.splice(0)) })
  }

  #post(chunk) {
    this.port.postMessage({ chunk }, [chunk])
  }
}

registerProcessor("pcm", PcmProcessor)
