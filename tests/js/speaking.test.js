import assert from "node:assert/strict"
import { test } from "node:test"

import { Speaking, voiceFor } from "../../static/js/audio/speaking.js"
import { ReadAloud } from "../../static/js/models/read-aloud.js"
import { JORDAN, LI_WEI, ThreadServer } from "./server.js"

const voice = (lang, localService = true) => ({ lang, localService })
const VOICES = [voice("zh-HK"), voice("zh-CN"), voice("en-AU"), voice("en-US"), voice("es-ES", false)]

class FakeSynthesis extends EventTarget {
  spoken = []
  cancelled = 0
  getVoices = () => VOICES
  speak = (utterance) => this.spoken.push(utterance)
  cancel = () => (this.cancelled += 1)
}

class FakeUtterance {
  constructor(text) {
    this.text = text
  }
}

function setUp() {
  const synthesis = new FakeSynthesis()
  return { synthesis, speaking: new Speaking(synthesis, FakeUtterance) }
}

test("the voice is that of the language, its most usual variety first", () => {
  assert.equal(voiceFor(VOICES, "zh").lang, "zh-CN")
  assert.equal(voiceFor(VOICES, "en").lang, "en-US")
  assert.equal(voiceFor([voice("en_AU")], "en").lang, "en_AU")
  assert.equal(voiceFor(VOICES, "sw"), undefined)
})

test("a voice that is fetched from elsewhere is never used: no text leaves this server", async () => {
  const { synthesis, speaking } = setUp()
  assert.equal(voiceFor(VOICES, "es"), undefined)
  assert.equal(await speaking.knows("es"), false)
  speaking.say("Hola", "es")
  assert.deepEqual(synthesis.spoken, [])
})

test("texts are read one after the other", () => {
  const { synthesis, speaking } = setUp()
  speaking.say("One", "en", "m1")
  speaking.say("Two", "en", "m2")
  assert.deepEqual(synthesis.spoken.map(({ text }) => text), ["One"])
  assert.equal(speaking.key, "m1")
  synthesis.spoken[0].onend()
  assert.deepEqual(synthesis.spoken.map(({ text }) => text), ["One", "Two"])
})

test("while somebody talks it is silent, and reads afterwards what came meanwhile", () => {
  const { synthesis, speaking } = setUp()
  speaking.say("One", "en")
  speaking.hold()
  assert.equal(synthesis.cancelled, 1)
  speaking.say("Two", "en")
  assert.equal(synthesis.spoken.length, 1)
  speaking.goOn()
  assert.equal(synthesis.spoken.at(-1).text, "Two")
})

test("stopped, it reads nothing more, not even what waited", () => {
  const { synthesis, speaking } = setUp()
  speaking.say("One", "en")
  speaking.say("Two", "en")
  speaking.stop()
  synthesis.spoken[0].onend()
  assert.deepEqual([synthesis.spoken.length, speaking.key], [1, null])
})

test("a browser that cannot speak says so", async () => {
  const speaking = new Speaking(null, null)
  assert.equal(speaking.isPossible, false)
  assert.equal(await speaking.knows("en"), false)
  speaking.stop()
})

/** What is read of a message, from the state before it to one in which it has the given translation. */
function read(more, translation = { state: "done", text: "Lead time 35 days.", checks: [] }) {
  const said = []
  const aloud = new ReadAloud((text, language) => said.push([text, language]))
  const server = new ThreadServer()
  const before = server.snapshot()
  const message = {
    id: "m1", client_id: "u1", seq: 1, sender: LI_WEI, side: "supplier", kind: "voice", language: "zh", text: "交期35天。",
    revision: 1, attachments: [], ...more,
  }
  const states = [{ state: "pending", text: "", checks: [] }, translation].map((en) => ({ ...before, messages: [{ ...message, translations: { en } }] }))
  aloud.changed(before, states[0])
  aloud.changed(states[0], states[1])
  aloud.changed(states[1], states[1])
  return said
}

test("what the other side has said is read once, in my language, when its translation stands", () => {
  assert.deepEqual(read({}), [["Lead time 35 days.", "en"]])
})

test("neither what is written, nor my side, nor what is folded behind a warning, nor a failed translation is read", () => {
  assert.deepEqual(read({ kind: "text" }), [])
  assert.deepEqual(read({ sender: JORDAN, side: "buyer" }), [])
  assert.deepEqual(read({ payment: true }), [])
  assert.deepEqual(read({}, { state: "failed", text: "", checks: [{ reason: "timed_out" }] }), [])
})
