// Sound as numbers: to one channel, to 16 kHz, to 16 bit, in chunks; and how loud it is. Pure.
export const RATE_HZ = 16_000
export const CHUNK_MS = 200
export const CHUNK_SAMPLES = (RATE_HZ * CHUNK_MS) / 1000
export const SILENCE_DB = -100
const FULL_SCALE = 32_767

/** One channel from the channels of a block. */
export function mono(channels) {
  if (channels.length === 1) return channels[0]
  return channels[0].map((_, index) => channels.reduce((sum, channel) => sum + channel[index], 0) / channels.length)
}

/** A sample between -1 and 1 as a number of 16 bit. */
export function sample16(value) {
  return Math.round(Math.max(-1, Math.min(1, value)) * FULL_SCALE)
}

/** The loudness of samples against full scale: 0 dB at most. */
export function decibels(samples) {
  const square = samples.reduce((sum, value) => sum + value * value, 0) / Math.max(1, samples.length)
  return Math.max(SILENCE_DB, 10 * Math.log10(square || Number.MIN_VALUE))
}

/** Sound of one rate at a lower one: each new sample is the mean of the time that it covers, across all blocks. */
export class Resampler {
  #step
  #sum = 0
  #covered = 0

  constructor(fromHz, toHz = RATE_HZ) {
    this.#step = fromHz / toHz
  }

  push(samples) {
    if (this.#step === 1) return samples
    const made = []
    for (const value of samples) this.#cover(value, made)
    return made
  }

  // A sample lasts 1; where it reaches into the next new one (or, upwards, over several), it counts in each by its part.
  #cover(value, made) {
    let left = 1
    while (this.#covered + left >= this.#step) {
      const part = this.#step - this.#covered
      made.push((this.#sum + value * part) / this.#step)
      left -= part
      this.#sum = 0
      this.#covered = 0
    }
    this.#sum += value * left
    this.#covered += left
  }
}

/** Gathers samples into chunks of PCM: 16 bit, little-endian. */
export class Chunker {
  #size
  #view
  #filled = 0

  constructor(size = CHUNK_SAMPLES) {
    this.#size = size
    this.#begin()
  }

  /** The chunks that became full by `samples`. */
  push(samples) {
    const full = []
    for (const value of samples) {
      this.#view.setInt16(2 * this.#filled, sample16(value), true)
      this.#filled += 1
      if (this.#filled === this.#size) full.push(this.rest())
    }
    return full
  }

  /** What has been gathered so far, which may be empty; gathering begins anew. */
  rest() {
    const chunk = this.#view.buffer.slice(0, 2 * this.#filled)
    this.#begin()
    return chunk
  }

  #begin() {
    this.#view = new DataView(new ArrayBuffer(2 * this.#size))
    this.#filled = 0
  }
}
