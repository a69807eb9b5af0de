import assert from "node:assert/strict"
import { test } from "node:test"

import { CHUNK_SAMPLES, Chunker, RATE_HZ, Resampler, SILENCE_DB, decibels, mono, sample16 } from "../../static/js/audio/pcm.js"

const BLOCK = 128

function tone(hertz, rate, seconds) {
  return Float32Array.from({ length: rate * seconds }, (_, index) => Math.sin((2 * Math.PI * hertz * index) / rate))
}

/** As a browser gives it: in blocks of 128 samples. */
function resampled(samples, from) {
  const resampler = new Resampler(from)
  const made = []
  for (let at = 0; at < samples.length; at += BLOCK) made.push(...resampler.push(samples.subarray(at, at + BLOCK)))
  return made
}

test("a second stays a second, whatever the rate of the microphone", () => {
  for (const rate of [16_000, 22_050, 32_000, 44_100, 48_000, 96_000]) {
    assert.ok(Math.abs(resampled(tone(300, rate, 1), rate).length - RATE_HZ) <= 1, `${rate} Hz`)
  }
})

test("a constant stays what it is across all blocks", () => {
  for (const value of resampled(new Float32Array(44_100).fill(0.25), 44_100)) assert.ok(Math.abs(value - 0.25) < 1e-9)
})

test("a slower microphone gives more samples, none of them lost", () => {
  const made = resampled(new Float32Array(8_000).fill(0.5), 8_000)
  assert.equal(made.length, RATE_HZ)
  assert.ok(made.every((value) => Math.abs(value - 0.5) < 1e-9))
})

test("a voice passes, and what 16 kHz cannot hold is damped", () => {
  assert.ok(decibels(resampled(tone(300, 48_000, 1), 48_000)) > decibels(tone(300, 48_000, 1)) - 0.2)
  assert.ok(decibels(resampled(tone(15_500, 48_000, 1), 48_000)) < -20)
})

test("samples become 16 bit, and what is too loud is cut, not wrapped", () => {
  assert.deepEqual([0, 1, -1, 2, -2, 0.5].map(sample16), [0, 32767, -32767, 32767, -32767, 16384])
})

test("chunks are little-endian, of 200 ms each, and the rest is what is left", () => {
  const chunker = new Chunker()
  const chunks = chunker.push(new Float32Array(CHUNK_SAMPLES * 2 + 10).fill(0.5))
  assert.deepEqual(chunks.map((chunk) => chunk.byteLength), [6400, 6400])
  assert.equal(new DataView(chunks[1]).getInt16(0, true), 16384)
  assert.equal(chunker.rest().byteLength, 20)
  assert.equal(chunker.rest().byteLength, 0)
})

test("several channels become one, their mean", () => {
  assert.deepEqual([...mono([Float32Array.of(1, 0), Float32Array.of(0, 0.5)])], [0.5, 0.25])
  const only = Float32Array.of(1)
  assert.equal(mono([only]), only)
})

test("loudness is told against full scale", () => {
  assert.equal(Math.round(decibels(new Float32Array(100).fill(1))), 0)
  assert.equal(Math.round(decibels(new Float32Array(100).fill(0.1))), -20)
  assert.equal(decibels(new Float32Array(100)), SILENCE_DB)
  assert.equal(decibels([]), SILENCE_DB)
})
