import assert from "node:assert/strict"
import { test } from "node:test"

import { unconfirmed, versionOf } from "../../static/js/models/heard.js"
import { WORDS_AFTER_MS, Loudness, SEGMENTS, segmentsOf } from "../../static/js/models/loudness.js"
import { SHORT_MS, press } from "../../static/js/models/press.js"
import { CommandRefused, Unreachable } from "../../static/js/models/requests.js"
import { MOST_WAITING_CHUNKS, Talk } from "../../static/js/models/talk.js"
import { settled } from "./fakes.js"

const CHUNK = new ArrayBuffer(6400)

/** A microphone that gives a chunk when the test says so, and a last one when it is paused. */
class FakeCapture extends EventTarget {
  calls = []
  error = null
  ready = Promise.resolve()

  async record() {
    this.calls.push("record")
    await this.ready
    if (this.error) throw this.error
  }

  async pause() {
    this.calls.push("pause")
    this.chunk(new ArrayBuffer(2))
  }

  close() {
    this.calls.push("close")
  }

  chunk(detail = CHUNK) {
    this.dispatchEvent(new CustomEvent("chunk", { detail }))
  }

  unplug() {
    this.dispatchEvent(new CustomEvent("lost"))
  }
}

class FakeConnection extends EventTarget {
  /** What went out, in its order: types of commands, and the sizes of chunks. */
  sent = []
  commands = []
  answers = []

  request(command) {
    this.sent.push(command.type)
    this.commands.push(command)
    return new Promise((resolve, reject) => this.answers.push({ resolve, reject }))
  }

  tell(command) {
    this.request(command).catch(() => {})
  }

  sendAudio(chunk) {
    this.sent.push(chunk.byteLength)
  }

  async acknowledge() {
    this.answers.shift().resolve({})
    await settled()
  }

  async refuse(error) {
    this.answers.shift().reject(error)
    await settled()
  }

  become(name) {
    this.dispatchEvent(new CustomEvent("state", { detail: { name } }))
  }
}

function setUp() {
  const capture = new FakeCapture()
  const connection = new FakeConnection()
  let ids = 0
  return { capture, connection, talk: new Talk({ thread: "t", connection, capture, newId: () => `u${++ids}` }) }
}

async function talking() {
  const parts = setUp()
  parts.talk.begin()
  await settled()
  await parts.connection.acknowledge()
  return parts
}

test("an utterance starts, carries its sound, and stops after the rest has gone", async () => {
  const { capture, connection, talk } = await talking()
  assert.deepEqual(connection.commands[0], { type: "utterance.start", thread: "t", client_id: "u1", hands_free: false })
  assert.equal(talk.phase, "talking")
  capture.chunk()
  await talk.end()
  assert.deepEqual(connection.sent, ["utterance.start", 6400, 2, "utterance.stop"])
  assert.equal(talk.phase, "idle")
})

test("what is said before the server has acknowledged is not lost", async () => {
  const { capture, connection, talk } = setUp()
  talk.begin()
  await settled()
  capture.chunk()
  capture.chunk()
  assert.deepEqual(connection.sent, ["utterance.start"])
  await connection.acknowledge()
  assert.deepEqual(connection.sent, ["utterance.start", 6400, 6400])
})

test("let go before the acknowledgement, everything is sent when it comes, and then the stop", async () => {
  const { capture, connection, talk } = setUp()
  talk.begin()
  await settled()
  capture.chunk()
  talk.end()
  await settled()
  assert.equal(talk.phase, "ending")
  await connection.acknowledge()
  await settled()
  assert.deepEqual(connection.sent, ["utterance.start", 6400, 2, "utterance.stop"])
  assert.equal(talk.phase, "idle")
})

test("of what waits too long the oldest goes", async () => {
  const { capture, connection, talk } = setUp()
  talk.begin()
  await settled()
  for (let n = 0; n < MOST_WAITING_CHUNKS + 5; n++) capture.chunk()
  await connection.acknowledge()
  assert.equal(connection.sent.filter((one) => one === 6400).length, MOST_WAITING_CHUNKS)
})

test("pressed again while the rest is on its way, the next utterance begins after it, under its own id", async () => {
  const { connection, talk } = await talking()
  talk.end()
  talk.begin()
  await settled()
  assert.deepEqual(connection.sent, ["utterance.start", 2, "utterance.stop", "utterance.start"])
  assert.equal(connection.commands.at(-1).client_id, "u2")
})

test("pressed again and let go before the rest has gone, nothing begins", async () => {
  const { connection, talk } = await talking()
  talk.end()
  talk.begin()
  talk.end()
  await settled()
  assert.deepEqual(connection.sent, ["utterance.start", 2, "utterance.stop"])
  assert.equal(talk.phase, "idle")
})

test("let go while the browser asks for the microphone, nothing is begun", async () => {
  const { capture, connection, talk } = setUp()
  let allow
  capture.ready = new Promise((resolve) => (allow = resolve))
  talk.begin()
  talk.end()
  allow()
  await settled()
  assert.deepEqual(connection.sent, [])
  assert.deepEqual([talk.phase, talk.error], ["idle", ""])
})

test("a refused microphone, none, and an unencrypted page are told in words", async () => {
  const sentences = {
    NotAllowedError: /blocked/, NotFoundError: /No microphone found/, NotReadableError: /Another program/, InsecureError: /https/,
  }
  for (const [name, sentence] of Object.entries(sentences)) {
    const { capture, connection, talk } = setUp()
    capture.error = new DOMException("", name)
    await talk.begin()
    assert.match(talk.error, sentence)
    assert.deepEqual([talk.phase, connection.sent], ["idle", []])
  }
})

test("a refusal of the server is told in its own sentence, and the next try forgets it", async () => {
  const { connection, talk } = setUp()
  talk.begin()
  await settled()
  await connection.refuse(new CommandRefused({ code: "no_recognizer", detail: "Not installed." }))
  assert.deepEqual([talk.phase, talk.error], ["idle", "Not installed."])
  talk.begin()
  await settled()
  assert.equal(talk.error, "")
})

test("one that the server still holds open is stopped, so that the next try succeeds", async () => {
  for (const error of [new CommandRefused({ code: "utterance_open", detail: "You speak already." }), new Unreachable()]) {
    const { connection, talk } = setUp()
    talk.begin()
    await settled()
    await connection.refuse(error)
    assert.deepEqual([connection.sent.at(-1), talk.phase], ["utterance.stop", "idle"])
  }
})

test("an unplugged microphone ends the utterance, so that what was heard is kept", async () => {
  const { capture, connection, talk } = await talking()
  capture.unplug()
  await settled()
  assert.deepEqual(connection.sent, ["utterance.start", 2, "utterance.stop"])
  assert.match(talk.error, /unplugged/)
  assert.equal(capture.calls.at(-1), "close")
})

test("a lost connection ends it here: the server keeps what it heard, and one can go on afterwards", async () => {
  const { capture, connection, talk } = await talking()
  connection.become("waiting")
  await settled()
  capture.chunk()
  assert.deepEqual(connection.sent, ["utterance.start"])
  assert.match(talk.error, /connection was lost/)
  talk.begin()
  await settled()
  assert.deepEqual([connection.sent.at(-1), talk.error], ["utterance.start", ""])
})

test("an error about sound ends it without a stop: the server has ended it already", async () => {
  const { connection, talk } = await talking()
  const error = new CommandRefused({ code: "audio_too_fast", detail: "Too fast." })
  connection.dispatchEvent(new CustomEvent("refused", { detail: error }))
  await settled()
  assert.deepEqual([talk.phase, talk.error], ["idle", "Too fast."])
  assert.equal(connection.sent.includes("utterance.stop"), false)
})

test("after any other error about sound it is stopped there as well", async () => {
  const { connection } = await talking()
  const error = new CommandRefused({ code: "unavailable", detail: "Something failed." })
  connection.dispatchEvent(new CustomEvent("refused", { detail: error }))
  await settled()
  assert.equal(connection.sent.at(-1), "utterance.stop")
})

test("an open microphone says so to the server", async () => {
  const { connection, talk } = setUp()
  talk.begin(true)
  await settled()
  assert.equal(connection.commands[0].hands_free, true)
})

/** The states and actions that a list of events leads through. */
function through(...events) {
  let state = "idle"
  return events.map((event) => {
    const step = press(state, typeof event === "string" ? { type: event } : event)
    state = step.state
    return [step.state, step.action]
  })
}

const short = { type: "up", heldMs: SHORT_MS - 1 }
const long = { type: "up", heldMs: SHORT_MS }

test("holding talks while it is held", () => {
  assert.deepEqual(through("down", long), [["held", "start"], ["idle", "stop"]])
})

test("a short press talks until the next one, as a click without a length does", () => {
  assert.deepEqual(through("down", short, "down", short), [["held", "start"], ["locked", null], ["closing", null], ["idle", "stop"]])
  assert.deepEqual(through("click", "click"), [["locked", "start"], ["idle", "stop"]])
})

test("a press that is taken away ends what was held, and leaves what was locked", () => {
  assert.deepEqual(through("down", "cancel"), [["held", "start"], ["idle", "stop"]])
  assert.deepEqual(through("click", "down", "cancel").at(-1), ["locked", null])
})

test("the open microphone is muted and unmuted by a press, by the key and by closing it", () => {
  assert.deepEqual(through("open", "down", short), [["open", "start"], ["open", null], ["muted", "stop"]])
  assert.deepEqual(through("open", "mute", "mute"), [["open", "start"], ["muted", "stop"], ["open", "start"]])
  assert.deepEqual(through("open", "mute", "shut"), [["open", "start"], ["muted", "stop"], ["idle", null]])
  assert.deepEqual(through("open", "shut"), [["open", "start"], ["idle", "stop"]])
})

test("muting ends what is held or locked, and opening the microphone begins anew", () => {
  assert.deepEqual(through("down", "mute").at(-1), ["idle", "stop"])
  assert.deepEqual(through("click", "mute").at(-1), ["idle", "stop"])
  assert.deepEqual(through("click", "open").at(-1), ["open", "restart"])
  assert.deepEqual(through("mute"), [["idle", null]])
})

test("what ended by itself does not end a second time when the button is let go", () => {
  assert.deepEqual(through("down", "stopped", long), [["held", "start"], ["idle", null], ["idle", null]])
  assert.deepEqual(through("open", "stopped", "mute").slice(1), [["muted", null], ["open", "start"]])
})

test("the meter has twelve segments from a whisper to full scale", () => {
  assert.deepEqual([-100, -54, -28, -3, 0].map(segmentsOf), [0, 0, 6, SEGMENTS, SEGMENTS])
})

test("too quiet is told after 2 s of it, and no longer when somebody is heard", () => {
  const loudness = new Loudness()
  assert.equal(loudness.feed(-60, 0), "good")
  assert.equal(loudness.feed(-60, WORDS_AFTER_MS - 1), "good")
  assert.equal(loudness.feed(-60, WORDS_AFTER_MS), "quiet")
  assert.equal(loudness.feed(-20, WORDS_AFTER_MS + 1), "good")
})

test("too loud is told when it stays so for 2 s, the gaps of speech in it", () => {
  const loudness = new Loudness()
  let word = "good"
  for (let at = 0; at <= WORDS_AFTER_MS; at += 100) word = loudness.feed(at % 400 < 200 ? -2 : -30, at)
  assert.equal(word, "loud")
  assert.equal(loudness.feed(-20, WORDS_AFTER_MS + 1_500), "good")
  assert.equal(new Loudness().feed(-1, 0), "good")
})

const viewer = { id: "1" }
const spoken = (id, figures, more = {}) => ({
  id, seq: Number(id), revision: 1, kind: "voice", sender: viewer, voice: { figures, confirmed_by: "" }, ...more,
})

test("the figures of my newest spoken message are asked about, once", () => {
  const messages = [spoken("1", ["300"]), spoken("2", ["15,000"]), spoken("3", ["7"], { sender: { id: "2" } })]
  assert.equal(unconfirmed({ messages, viewer }, 0, new Set())?.id, "2")
  assert.equal(unconfirmed({ messages, viewer }, 2, new Set()), null)
  assert.equal(unconfirmed({ messages, viewer }, 0, new Set([versionOf(messages[1])])), null)
})

test("nothing is asked where no figure was heard, or all are confirmed", () => {
  for (const last of [spoken("2", []), spoken("2", ["7"], { voice: { figures: ["7"], confirmed_by: "Jordan" } })]) {
    assert.equal(unconfirmed({ messages: [spoken("1", ["300"]), last], viewer }, 0, new Set()), null)
  }
})
