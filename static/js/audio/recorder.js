// The microphone into a file, by the browser's own recorder. Tells the level while it runs.
//
// Dispatches `level` (detail: dB) and `unplugged`.

const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"]
const EVERY_MS = 100

export class Recorder extends EventTarget {
  #recorder = null
  #stream = null
  #context = null
  #timer = null

  /** Begins. Rejects as `getUserMedia` does, or with an `InsecureError` where the browser gives no microphone. */
  async start() {
    if (!navigator.mediaDevices) throw Object.assign(new Error(), { name: isSecureContext ? "NotFoundError" : "InsecureError" })
    this.#stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } })
    this.#stream.getAudioTracks()[0].addEventListener("ended", () => this.dispatchEvent(new Event("unplugged")))
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind))
    this.#recorder = new MediaRecorder(this.#stream, mimeType ? { mimeType } : {})
    this.#measure()
    this.#recorder.start()
  }

  /** Ends; resolves with the file. */
  stop() {
    const recorder = this.#recorder
    const done = new Promise((resolve) => recorder.addEventListener("dataavailable", ({ data }) => resolve(data), { once: true }))
    if (recorder.state !== "inactive") recorder.stop()
    this.#letGo()
    return done
  }

  discard() {
    if (this.#recorder && this.#recorder.state !== "inactive") this.#recorder.stop()
    this.#letGo()
  }

  #letGo() {
    clearInterval(this.#timer)
    this.#stream?.getTracks().forEach((track) => track.stop())
    this.#context?.close()
    this.#stream = this.#context = null
  }

  #measure() {
    this.#context = new AudioContext()
    const analyser = this.#context.createAnalyser()
    this.#context.createMediaStreamSource(this.#stream).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples)
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
      this.dispatchEvent(new CustomEvent("level", { detail: 10 * Math.log10(power + 1e-10) }))
    }, EVERY_MS)
  }
}
