import assert from "node:assert/strict"
import { test } from "node:test"

import { Connection } from "../../static/js/connection.js"
import { Outbox } from "../../static/js/models/outbox.js"
import { MemoryStore } from "../../static/js/models/stores.js"
import { GAP_PATIENCE_MS, ThreadModel } from "../../static/js/models/thread-model.js"
import { FakeWorld, settled } from "./fakes.js"
import { JORDAN, LI_WEI, ThreadServer } from "./server.js"

/** A page with its socket: what the page sees of `server`, which the test plays. */
async function opened({ server = new ThreadServer(), store = new MemoryStore(), size = 50, older = null } = {}) {
  const world = new FakeWorld()
  const connection = new Connection("ws://host/ws/", world)
  const outbox = new Outbox({ store, send: (command) => connection.request(command), world })
  const load = { older: older ?? (async (_, before) => server.page(before, 3)), fresh: async () => server.snapshot() }
  await outbox.load()
  connection.addEventListener("ready", () => outbox.flush())
  const model = new ThreadModel(server.snapshot(JORDAN, size), { connection, outbox, load, world })
  model.start()
  connection.open()
  world.socket.accept()
  await subscribed({ world, server })
  return { world, server, connection, outbox, store, model }
}

async function subscribed({ world, server }) {
  await settled()
  world.socket.acknowledge("thread.subscribe")
  world.socket.receive({ type: "thread.subscribed", thread: "t", cursor: server.cursor, participants: server.participants() })
  await settled()
}

test("a message is shown as pending, sent, acknowledged, and replaced by its echo", async () => {
  const { world, server, model } = await opened()
  model.send("hello")
  await settled()
  assert.deepEqual(model.state.pending.map((item) => item.text), ["hello"])
  const [command] = world.socket.sentOf("message.send")
  world.socket.receive({ type: "ack", ref: command.ref, seq: 1, message_id: "m0", revision: 1 })
  await settled()
  assert.equal(model.state.pending.length, 1)
  world.socket.receive(server.send(JORDAN, "hello", command.client_id))
  assert.deepEqual([model.state.pending.length, model.state.messages[0].text], [0, "hello"])
})

test("the socket is cut mid-conversation: nothing is lost and nothing doubled", async () => {
  const { world, server, model } = await opened()
  world.socket.receive(server.send(LI_WEI, "before"))
  model.send("sent, but the ack is lost")
  await settled()
  const { client_id } = world.socket.sentOf("message.send")[0]
  server.send(JORDAN, "sent, but the ack is lost", client_id)
  world.socket.drop()
  model.send("said while offline")
  server.send(LI_WEI, "missed")
  await world.pass(10_000)
  world.socket.accept()
  await settled()
  assert.equal(world.socket.sentOf("thread.subscribe")[0].cursor, 1)
  for (const event of server.log.slice(1)) world.socket.receive(event)
  await subscribed({ world, server })
  const again = world.socket.sentOf("message.send")
  assert.deepEqual(again.map((command) => command.text), ["sent, but the ack is lost"])
  world.socket.acknowledge("message.send")
  await settled()
  const { client_id: second } = world.socket.sentOf("message.send")[1]
  world.socket.acknowledge("message.send")
  world.socket.receive(server.send(JORDAN, "said while offline", second))
  await settled()
  assert.deepEqual(model.state.messages, server.snapshot().messages)
  assert.deepEqual(model.state.pending, [])
})

test("what was not sent is there again after a reload", async () => {
  const first = await opened()
  first.world.socket.drop()
  await first.model.send("kept")
  const second = await opened({ store: first.store })
  assert.deepEqual(second.model.state.pending.map((item) => item.text), ["kept"])
  assert.equal(second.world.socket.sentOf("message.send")[0].text, "kept")
})

test("a refused message stays, failed, with the reason; deleted it is gone", async () => {
  const { world, model, outbox } = await opened()
  await model.send("too long")
  await settled()
  const { ref, client_id } = world.socket.sentOf("message.send")[0]
  world.socket.receive({ type: "error", ref, code: "text_too_long", detail: "3 characters too many." })
  await settled()
  assert.deepEqual([model.state.pending[0].state, model.state.pending[0].error], ["failed", "3 characters too many."])
  await outbox.remove(client_id)
  assert.deepEqual(model.state.pending, [])
})

test("a missing event is waited for, then asked for", async () => {
  const { world, server, model } = await opened()
  const missing = server.send(LI_WEI, "one")
  world.socket.receive(server.send(LI_WEI, "two"))
  await world.pass(GAP_PATIENCE_MS - 1)
  assert.equal(world.socket.sentOf("thread.subscribe").length, 1)
  await world.pass(1)
  assert.equal(world.socket.sentOf("thread.subscribe")[1].cursor, 0)
  world.socket.receive(missing)
  assert.deepEqual(model.state.messages.map((message) => message.text), ["one", "two"])
})

test("an event that is only late costs no second subscription", async () => {
  const { world, server } = await opened()
  const late = server.send(LI_WEI, "one")
  world.socket.receive(server.send(LI_WEI, "two"))
  await world.pass(GAP_PATIENCE_MS - 1)
  world.socket.receive(late)
  await world.pass(10 * GAP_PATIENCE_MS)
  assert.equal(world.socket.sentOf("thread.subscribe").length, 1)
})

test("after a reset the thread is loaded afresh and followed from there", async () => {
  const { world, server, model } = await opened()
  for (let step = 0; step < 5; step++) server.send(LI_WEI, `text ${step}`)
  world.socket.receive({ type: "thread.reset", thread: "t", cursor: server.cursor })
  await settled()
  assert.deepEqual(model.state.messages, server.snapshot().messages)
  assert.equal(world.socket.sentOf("thread.subscribe").at(-1).cursor, 5)
})

test("older pages come one at a time until there are none", async () => {
  const server = new ThreadServer()
  for (let step = 0; step < 8; step++) server.send(LI_WEI, `text ${step}`)
  const { model } = await opened({ server, size: 3 })
  const both = await Promise.all([model.loadOlder(), model.loadOlder()])
  assert.deepEqual(both, [true, false])
  await model.loadOlder()
  assert.equal(await model.loadOlder(), false)
  assert.deepEqual(model.state.messages, server.snapshot().messages)
})

test("the sign of writing goes by itself after six seconds", async () => {
  const { world, model } = await opened()
  const typing = []
  model.addEventListener("changed", ({ detail }) => typing.push(Object.keys(detail.after.typing).length))
  world.socket.receive({ type: "typing.started", thread: "t", user: LI_WEI.id, name: "Li Wei" })
  await world.pass(5_999)
  assert.deepEqual(typing, [1])
  await world.pass(1)
  assert.deepEqual(typing, [1, 0])
})

test("another thread's events and messages are none of its business", async () => {
  const { world, model, outbox } = await opened()
  const before = model.state
  world.socket.receive({ type: "typing.started", thread: "u", user: LI_WEI.id, name: "Li Wei" })
  await outbox.add({ client_id: "x", thread: "u", text: "elsewhere" })
  assert.equal(model.state, before)
})

test("an edit and a retry name the message, its revision and the language", async () => {
  const { world, server, model } = await opened()
  server.send(JORDAN, "one")
  const [message] = server.messages
  model.edit(message, "two").catch(() => {})
  model.retryTranslation(message, "zh").catch(() => {})
  const [edit] = world.socket.sentOf("message.edit")
  const [retry] = world.socket.sentOf("translation.retry")
  assert.deepEqual({ ...edit, ref: 0 }, { type: "message.edit", thread: "t", message_id: "m0", revision: 1, text: "two", ref: 0 })
  assert.deepEqual({ ...retry, ref: 0 }, { type: "translation.retry", thread: "t", message_id: "m0", language: "zh", ref: 0 })
})

test("pages are fetched until the message is there at which the reading begins", async () => {
  const server = new ThreadServer()
  for (let n = 0; n < 20; n += 1) server.send(LI_WEI, `message ${n}`)
  const { model } = await opened({ server, size: 3 })
  const wanted = server.messages[8].seq
  await model.loadBackTo(wanted)
  assert.equal(model.state.messages[0].seq <= wanted, true)
  assert.equal(model.state.more, true)
  await model.loadOlder()
  assert.equal(model.state.messages.length > 12, true)
})

test("a page that cannot be fetched does not keep the thread closed", async () => {
  const server = new ThreadServer()
  for (let n = 0; n < 9; n += 1) server.send(LI_WEI, `message ${n}`)
  const { model } = await opened({ server, size: 3, older: () => Promise.reject(new Error("offline")) })
  await model.loadBackTo(1)
  assert.equal(model.state.messages.length, 3)
})
