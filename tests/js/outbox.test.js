import assert from "node:assert/strict"
import { test } from "node:test"

import { Outbox } from "../../static/js/models/outbox.js"
import { CommandRefused, Unreachable } from "../../static/js/models/requests.js"
import { MemoryStore } from "../../static/js/models/stores.js"
import { FakeWorld, seeded, settled } from "./fakes.js"

function make(store = new MemoryStore(), answer = async () => {}) {
  const world = new FakeWorld()
  const parts = { world, store, sent: [], answer, changed: [], removed: [] }
  const send = async (command) => {
    parts.sent.push(command)
    return parts.answer(command)
  }
  parts.outbox = new Outbox({ store, send, world })
  parts.outbox.addEventListener("changed", ({ detail }) => parts.changed.push([detail.client_id, detail.state]))
  parts.outbox.addEventListener("removed", ({ detail }) => parts.removed.push(detail))
  return parts
}

const say = (client_id, thread = "t", text = client_id) => ({ client_id, thread, text })
const ids = (sent) => sent.map((command) => command.client_id)
const unreachable = async () => {
  throw new Unreachable()
}
const refuse = (code, more = {}) => async () => {
  throw new CommandRefused({ code, detail: "A sentence.", ...more })
}

test("a message is kept first, sent then, and forgotten when acknowledged", async () => {
  const { outbox, store, sent } = make()
  await outbox.add({ ...say("a"), attachments: [{ id: "f1", name: "x.pdf" }] })
  await settled()
  assert.deepEqual(sent, [
    { type: "message.send", thread: "t", client_id: "a", text: "a", language: null, attachments: ["f1"] },
  ])
  assert.deepEqual(await store.all(), [])
})

test("what was not acknowledged survives a reload and goes out in its order", async () => {
  const { outbox, store } = make(new MemoryStore(), unreachable)
  for (const id of ["a", "b", "c"]) await outbox.add(say(id))
  const later = make(store)
  await later.outbox.load()
  later.outbox.flush()
  await settled()
  assert.deepEqual(ids(later.sent), ["a", "b", "c"])
  assert.deepEqual(await store.all(), [])
})

test("the next message of a thread waits for the one before; another thread does not", async () => {
  let release
  const held = new Promise((resolve) => (release = resolve))
  const parts = make(new MemoryStore(), (command) => (command.client_id === "a" ? held : undefined))
  await parts.outbox.add(say("a"))
  await parts.outbox.add(say("b"))
  await parts.outbox.add(say("c", "other"))
  await settled()
  assert.deepEqual(ids(parts.sent), ["a", "c"])
  release()
  await settled()
  assert.deepEqual(ids(parts.sent), ["a", "c", "b"])
})

test("without an answer it is sent again under the same client_id", async () => {
  const parts = make(new MemoryStore(), unreachable)
  await parts.outbox.add(say("a"))
  parts.answer = async () => {}
  await parts.world.pass(5_000)
  assert.deepEqual(ids(parts.sent), ["a", "a"])
  assert.equal(parts.outbox.itemsOf("t").length, 0)
})

test("a refused message is marked with the server's sentence and does not hold up the next", async () => {
  const parts = make()
  parts.answer = (command) => (command.client_id === "a" ? refuse("text_too_long")() : undefined)
  await parts.outbox.add(say("a"))
  await parts.outbox.add(say("b"))
  await settled()
  const [item] = parts.outbox.itemsOf("t")
  assert.deepEqual([item.client_id, item.state, item.error], ["a", "failed", "A sentence."])
  assert.deepEqual(ids(parts.sent), ["a", "b"])
  assert.equal((await parts.store.all())[0].state, "failed")
})

test("a failed message is tried again only when told to, or deleted", async () => {
  const parts = make(new MemoryStore(), refuse("invalid"))
  await parts.outbox.add(say("a"))
  await settled()
  parts.outbox.flush()
  await parts.world.pass(60_000)
  assert.equal(parts.sent.length, 1)
  await parts.outbox.retry("a")
  await settled()
  assert.equal(parts.sent.length, 2)
  await parts.outbox.remove("a")
  assert.deepEqual([parts.removed, await parts.store.all()], [["a"], []])
})

test("too many at once waits as long as the server says, then goes on", async () => {
  const parts = make(new MemoryStore(), refuse("rate_limited", { retry_after_ms: 4_000 }))
  await parts.outbox.add(say("a"))
  await parts.outbox.add(say("b"))
  await settled()
  parts.answer = async () => {}
  await parts.world.pass(3_999)
  const before = ids(parts.sent).filter((id) => id === "b").length
  await parts.world.pass(1)
  assert.deepEqual([before, ids(parts.sent).slice(-2)], [0, ["a", "b"]])
})

test("an expired session fails nothing: it waits for the next sign in", async () => {
  const parts = make(new MemoryStore(), refuse("session_ended"))
  await parts.outbox.add(say("a"))
  await settled()
  assert.equal((await parts.store.all())[0].state, "waiting")
})

test("sign out wipes it", async () => {
  const parts = make(new MemoryStore(), unreachable)
  await parts.outbox.add(say("a"))
  await parts.outbox.wipe()
  await parts.world.pass(60_000)
  assert.deepEqual([await parts.store.all(), parts.sent.length], [[], 1])
})

test("whatever the network does, each message arrives once, in its thread's order", async () => {
  for (let seed = 0; seed < 40; seed++) {
    const random = seeded(seed)
    const server = []
    const parts = make(new MemoryStore(), async ({ client_id }) => {
      if (random() < 0.3) throw new Unreachable()
      if (!server.includes(client_id)) server.push(client_id)
      if (random() < 0.3) throw new Unreachable()
    })
    const said = Array.from({ length: 8 }, (_, index) => `m${index}`)
    for (const id of said) await parts.outbox.add(say(id, id < "m4" ? "one" : "two"))
    await parts.world.pass(120_000)
    for (const half of [said.slice(0, 4), said.slice(4)]) {
      assert.deepEqual(server.filter((id) => half.includes(id)), half, `seed ${seed}`)
    }
    assert.equal(parts.outbox.itemsOf().length, 0)
  }
})
