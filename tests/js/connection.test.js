import assert from "node:assert/strict"
import { test } from "node:test"

import { BLOCKED_MS, Connection, PING_EVERY_MS, PONG_WITHIN_MS } from "../../static/js/connection.js"
import { MAX_DELAY_MS, MIN_DELAY_MS, backoff } from "../../static/js/lib/backoff.js"
import { ANSWER_WITHIN_MS, CommandRefused, Unreachable } from "../../static/js/models/requests.js"
import { FakeWorld, settled } from "./fakes.js"

const THREAD = "9b2f1c1e-6f0e-4a57-8f43-0a4a6d9d2a10"
const SUBSCRIBED = { type: "thread.subscribed", thread: THREAD, cursor: 9, participants: [] }

function connect(world = new FakeWorld()) {
  const connection = new Connection("ws://host/ws/", world)
  const states = []
  const frames = []
  connection.addEventListener("state", ({ detail }) => states.push(detail.name))
  connection.addEventListener("frame", ({ detail }) => frames.push(detail))
  connection.open()
  return { connection, world, states, frames }
}

async function opened(world) {
  const parts = connect(world)
  parts.world.socket.accept()
  await settled()
  return parts
}

test("the socket speaks parley.v1 and becomes open", async () => {
  const { world, states } = await opened()
  assert.equal(world.socket.protocol, "parley.v1")
  assert.deepEqual(states, ["connecting", "catching-up", "open"])
})

test("a command resolves with the ack of its own ref", async () => {
  const { connection, world } = await opened()
  const one = connection.request({ type: "typing.start", thread: THREAD })
  const other = connection.request({ type: "receipt.read", thread: THREAD, seq: 4 })
  const [first, second] = world.socket.sent
  world.socket.receive({ type: "ack", ref: second.ref, seq: 4 })
  world.socket.receive({ type: "ack", ref: first.ref, seq: null })
  assert.equal((await other).seq, 4)
  assert.equal((await one).ref, first.ref)
})

test("a refused command rejects with the server's code, sentence and waiting time", async () => {
  const { connection, world } = await opened()
  const answer = connection.request({ type: "message.send", thread: THREAD })
  const { ref } = world.socket.sent[0]
  world.socket.receive({ type: "error", ref, code: "rate_limited", detail: "Wait.", retry_after_ms: 1500 })
  await assert.rejects(answer, (error) => {
    assert.ok(error instanceof CommandRefused)
    assert.deepEqual([error.code, error.message, error.retryAfterMs], ["rate_limited", "Wait.", 1500])
    return true
  })
})

test("a command without an answer rejects in the end, and one without a socket at once", async () => {
  const { connection, world } = await opened()
  const answer = assert.rejects(connection.request({ type: "typing.start", thread: THREAD }), Unreachable)
  await world.pass(ANSWER_WITHIN_MS)
  await answer
  world.socket.drop()
  await assert.rejects(connection.request({ type: "typing.start", thread: THREAD }), Unreachable)
})

test("what was on its way when the socket broke rejects", async () => {
  const { connection, world } = await opened()
  const answer = assert.rejects(connection.request({ type: "typing.start", thread: THREAD }), Unreachable)
  world.socket.drop()
  await answer
})

test("a broken socket is opened again, and every thread followed is subscribed from its cursor", async () => {
  const { connection, world, states } = await opened()
  let cursor = 7
  connection.follow(THREAD, () => cursor)
  world.socket.acknowledge("thread.subscribe")
  cursor = 9
  world.socket.drop()
  await world.pass(MIN_DELAY_MS * 2)
  world.socket.accept()
  await settled()
  assert.equal(world.sockets.length, 2)
  assert.equal(world.socket.sentOf("thread.subscribe")[0].cursor, 9)
  assert.equal(states.at(-1), "catching-up")
  world.socket.acknowledge("thread.subscribe")
  world.socket.receive(SUBSCRIBED)
  await settled()
  assert.equal(states.at(-1), "open")
})

test("the outbox is told to go only after the threads are subscribed", async () => {
  const { connection, world } = connect()
  let ready = 0
  connection.addEventListener("ready", () => ready++)
  connection.follow(THREAD, () => 0)
  world.socket.accept()
  await settled()
  assert.equal(ready, 0)
  world.socket.acknowledge("thread.subscribe")
  await settled()
  assert.equal(ready, 0)
  world.socket.receive(SUBSCRIBED)
  await settled()
  assert.equal(ready, 1)
})

test("a replay that breaks off does not hold up the outbox for ever", async () => {
  const { connection, world, states } = connect()
  connection.follow(THREAD, () => 0)
  world.socket.accept()
  world.socket.acknowledge("thread.subscribe")
  await world.pass(ANSWER_WITHIN_MS)
  assert.equal(states.at(-1), "open")
})

test("a thread that is no longer ours does not keep the others from being caught up", async () => {
  const { connection, world, states } = connect()
  connection.follow(THREAD, () => 0)
  world.socket.accept()
  const { ref } = world.socket.sentOf("thread.subscribe")[0]
  world.socket.receive({ type: "error", ref, code: "not_participant", detail: "No." })
  await settled()
  assert.equal(states.at(-1), "open")
})

test("a silent socket is pinged, and left when no answer comes", async () => {
  const { world, states } = await opened()
  await world.pass(PING_EVERY_MS)
  world.socket.acknowledge("ping")
  await world.pass(PONG_WITHIN_MS)
  assert.equal(states.at(-1), "open")
  await world.pass(PING_EVERY_MS - PONG_WITHIN_MS + PONG_WITHIN_MS)
  assert.equal(states.at(-1), "waiting")
  assert.equal(world.sockets[0].readyState, 3)
})

test("waiting grows with each failure, has jitter, and stays between half a second and half a minute", () => {
  assert.equal(backoff(0, () => 0), MIN_DELAY_MS)
  assert.equal(backoff(0, () => 1), 2 * MIN_DELAY_MS)
  assert.equal(backoff(3, () => 1), 16 * MIN_DELAY_MS)
  assert.equal(backoff(50, () => 1), MAX_DELAY_MS)
  assert.equal(backoff(50, () => 0), MIN_DELAY_MS)
})

test("attempts are counted until one has caught up, then from the start", async () => {
  const { world, connection } = connect()
  world.random = () => 1
  for (const delay of [1000, 2000, 4000]) {
    world.socket.drop()
    assert.equal(connection.state.retryAt - world.now(), delay)
    await world.pass(delay)
  }
  world.socket.accept()
  await settled()
  world.socket.drop()
  assert.equal(connection.state.retryAt - world.now(), 1000)
})

test("Try now opens at once and only one socket", async () => {
  const { connection, world } = connect()
  world.socket.drop()
  connection.tryNow()
  connection.tryNow()
  assert.equal(world.sockets.length, 2)
  await world.pass(MAX_DELAY_MS / 100)
  assert.equal(world.sockets.length, 2)
})

test("offline it waits for the network rather than for a timer", async () => {
  const { connection, world, states } = await opened()
  world.online = false
  connection.goOffline()
  await world.pass(10 * MAX_DELAY_MS)
  assert.equal(states.at(-1), "offline")
  assert.equal(world.sockets.length, 1)
  world.online = true
  connection.tryNow()
  assert.equal(world.sockets.length, 2)
})

test("after 4401 it never knocks again", async () => {
  const { connection, world, states } = await opened()
  world.socket.drop(4401)
  connection.tryNow()
  await world.pass(10 * MAX_DELAY_MS)
  assert.equal(states.at(-1), "signed-out")
  assert.equal(world.sockets.length, 1)
})

test("an error session_ended means signed out as well", async () => {
  const { connection, world, states } = await opened()
  const answer = assert.rejects(connection.request({ type: "typing.start", thread: THREAD }), CommandRefused)
  world.socket.receive({ type: "error", ref: world.socket.sent[0].ref, code: "session_ended", detail: "Signed out." })
  await answer
  assert.equal(states.at(-1), "signed-out")
})

test("after 4429 it waits a minute, even when asked to try now", async () => {
  const { connection, world, states } = await opened()
  world.socket.drop(4429)
  assert.equal(states.at(-1), "blocked")
  connection.tryNow()
  await world.pass(BLOCKED_MS - 1)
  assert.equal(world.sockets.length, 1)
  await world.pass(1)
  assert.equal(world.sockets.length, 2)
})

test("a socket that never opens is given up", async () => {
  const { world, states } = connect()
  await world.pass(15_000)
  assert.equal(states.at(-1), "waiting")
})

test("events of the server are handed on, answers are not", async () => {
  const { world, frames } = await opened()
  world.socket.receive({ type: "inbox.changed", thread: THREAD })
  world.socket.receive({ type: "error", ref: null, code: "malformed", detail: "" })
  assert.deepEqual(frames.map((frame) => frame.type), ["inbox.changed"])
})

test("sound goes out as it is, and is dropped without a socket", async () => {
  const { connection, world } = await opened()
  const chunk = new ArrayBuffer(6400)
  connection.sendAudio(chunk)
  assert.deepEqual(world.socket.audio, [chunk])
  world.socket.drop()
  connection.sendAudio(chunk)
  assert.equal(world.socket.audio.length, 1)
})

test("an error about sound, which has no ref, is told to whoever listens", async () => {
  const { connection, world } = await opened()
  const refusals = []
  connection.addEventListener("refused", ({ detail }) => refusals.push([detail.code, detail.message]))
  world.socket.receive({ type: "error", ref: null, code: "audio_too_fast", detail: "Too fast." })
  assert.deepEqual(refusals, [["audio_too_fast", "Too fast."]])
})
