// The microphone. Once opened it stays at hand until it is closed, silent between two recordings, so that the first
// syllable of the next one is not lost.
//
// Dispatches `chunk` (detail: an ArrayBuffer of PCM: 16 bit, 16 kHz, mono), `level` (detail: dB) and `lost`.
import { RATE_HZ } from "./pcm.js";

const FLUSHED_WITHIN_MS = 400
const WISHES = { audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true } }

export class Capture extends EventTarget {
  #worklet
  #opening = null
  #parts = null
  #onFlushed = null

  /** `worklet` is the address of pcm-worklet.js. */
  constructor(worklet) {
    super()
    this.#worklet = worklet
  }

  /** Asks for the microphone where it is not open yet, and records from now on. Rejects with the browser's error. */
  async record() {
    const { track, node, context } = await this.#open()
    if (context.state === "suspended") await context.resume()
    track.enabled = true
    node.port.postMessage("record")
  }

  /** Records no more. Resolves when the rest has been dispatched. */
  async pause() {
    if (!this.#parts) return
    const { track, node } = this.#parts
    const flushed = new Promise((resolve) => (this.#onFlushed = resolve))
    node.port.postMessage("flush")
    await Promise.race([flushed, wait(FLUSHED_WITHIN_MS)])
    track.enabled = false
  }

  /** Lets go of the microphone. */
  close() {
    const parts = this.#parts
    this.#opening = this.#parts = null
    if (!parts) return
    parts.track.onended = null
    parts.track.stop()
    parts.context.close()
  }

  #open() {
    this.#opening ??= this.#connect().catch((error) => {
      this.#opening = null
      throw error
    })
    return this.#opening
  }

  async #connect() {
    const stream = await microphone()
    const [track] = stream.getAudioTracks()
    track.onended = () => this.#tell("lost")
    try {
      const { context, source } = contextFor(stream)
      await context.audioWorklet.addModule(this.#worklet)
      this.#parts = { track, context, node: this.#listen(context, source) }
      return this.#parts
    } catch (error) {
      track.stop()
      throw error
    }
  }

  #listen(context, source) {
    const node = new AudioWorkletNode(context, "pcm")
    node.port.onmessage = ({ data }) => this.#receive(data)
    // Some browsers run only what leads to the loudspeaker; the worklet gives it silence.
    source.connect(node).connect(context.destination)
    return node
  }

  #receive({ chunk, level, flushed }) {
    if (chunk) this.#tell("chunk", chunk)
    if (level !== undefined) this.#tell("level", level)
    if (flushed) this.#onFlushed?.()
  }

  #tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }))
  }
}

async function microphone() {
  // Missing on plain http, where a browser gives no microphone to any page but its own machine's.
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("No secure context", "InsecureError")
  return navigator.mediaDevices.getUserMedia(WISHES)
}

// A browser that cannot bring a microphone to 16 kHz by itself gives its own rate, and the worklet does it.
function contextFor(stream) {
  for (const options of [{ sampleRate: RATE_HZ }, {}]) {
    const context = new AudioContext({ latencyHint: "interactive", ...options })
    try {
      return { context, source: context.createMediaStreamSource(stream) }
    } catch {
      context.close()
    }
  }
  throw new DOMException("No sound", "NotReadableError")
}

function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
