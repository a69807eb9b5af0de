import assert from "node:assert/strict"
import { test } from "node:test"

import { gettext, interpolate, ngettext } from "../../static/js/lib/i18n.js"
import { uuid } from "../../static/js/lib/uuid.js"
import { Announcements, GATHER_MS, SLOW_MS } from "../../static/js/models/announcements.js"
import { Drafts } from "../../static/js/models/drafts.js"
import { READ_AFTER_MS, Reading } from "../../static/js/models/reading.js"
import { openStore } from "../../static/js/models/stores.js"
import { FakeStorage, FakeWorld } from "./fakes.js"

test("drafts are kept per user and thread, and only one's own are wiped", () => {
  const storage = new FakeStorage()
  const [mine, others] = [new Drafts("1", storage), new Drafts("12", storage)]
  mine.set("t", "Can you")
  mine.set("u", "And")
  others.set("t", "可以")
  assert.deepEqual([mine.get("t"), others.get("t"), mine.get("nowhere")], ["Can you", "可以", ""])
  mine.wipe()
  assert.deepEqual([mine.get("t"), mine.get("u"), others.get("t")], ["", "", "可以"])
})

test("an emptied draft is forgotten, and a full storage breaks nothing", () => {
  const storage = new FakeStorage()
  const drafts = new Drafts("1", storage)
  drafts.set("t", "x")
  drafts.set("t", "  ")
  assert.equal(storage.length, 0)
  storage.setItem = () => {
    throw new Error("QuotaExceededError")
  }
  drafts.set("t", "x")
})

function reading() {
  const world = new FakeWorld()
  const calls = []
  const note = (name) => (seq) => calls.push([name, seq])
  return { world, calls, reading: new Reading({ deliver: note("deliver"), read: note("read"), world }) }
}

test("what is in view for a second of attention is read, and told once", async () => {
  const { world, calls, reading: r } = reading()
  r.attend(true)
  r.shown(3)
  await world.pass(READ_AFTER_MS - 1)
  assert.deepEqual(calls, [])
  await world.pass(1)
  r.hidden(3)
  r.shown(3)
  await world.pass(10_000)
  assert.deepEqual(calls, [["read", 3]])
})

test("scrolled past, in a hidden tab or behind another window it is not read", async () => {
  const { world, calls, reading: r } = reading()
  r.shown(3)
  await world.pass(10_000)
  r.attend(true)
  await world.pass(500)
  r.attend(false)
  await world.pass(10_000)
  r.attend(true)
  r.hidden(3)
  await world.pass(10_000)
  assert.deepEqual(calls, [])
})

test("what arrives is told as delivered, never backwards", () => {
  const { calls, reading: r } = reading()
  for (const seq of [2, 5, 4, 5]) r.arrived(seq)
  assert.deepEqual(calls, [["deliver", 2], ["deliver", 5]])
})

test("what was told without a connection is told again", async () => {
  const { world, calls, reading: r } = reading()
  r.repeat()
  r.attend(true)
  r.arrived(4)
  r.shown(3)
  await world.pass(READ_AFTER_MS)
  calls.length = 0
  r.repeat()
  assert.deepEqual(calls, [["deliver", 4], ["read", 3]])
})

function announcer() {
  const world = new FakeWorld()
  const said = []
  const announcements = new Announcements({ say: (spans) => said.push(spans.map((span) => span.text).join(": ")), world })
  const tell = (key, isFinal = true) =>
    announcements.message({ key, name: "Li Wei", text: `text ${key}`, language: "en", isFinal })
  return { world, said, tell }
}

test("a message is announced with its name when its translation stands, and once a revision", async () => {
  const { world, said, tell } = announcer()
  tell("1.1")
  tell("1.1")
  await world.pass(GATHER_MS)
  tell("1.2")
  await world.pass(10_000)
  assert.deepEqual(said, ["Li Wei: text 1.1", "Li Wei: text 1.2"])
})

test("while a translation takes over three seconds only the sender is named", async () => {
  const { world, said, tell } = announcer()
  tell("1.1", false)
  await world.pass(SLOW_MS + GATHER_MS)
  assert.deepEqual(said, ["New message from Li Wei"])
  tell("1.1", false)
  tell("1.1")
  await world.pass(10_000)
  assert.deepEqual(said, ["New message from Li Wei", "Li Wei: text 1.1"])
})

test("more than three in two seconds become their number", async () => {
  const { world, said, tell } = announcer()
  for (const key of ["1", "2", "3", "4", "5"]) tell(key)
  await world.pass(3_000)
  for (const key of ["6", "7", "8"]) tell(key)
  await world.pass(3_000)
  assert.deepEqual(said, ["5 new messages", "Li Wei: text 6", "Li Wei: text 7", "Li Wei: text 8"])
})

test("an outbox without a database is kept in memory", async () => {
  const store = await openStore("1", undefined)
  await store.put({ client_id: "a" })
  await store.put({ client_id: "b" })
  await store.remove("a")
  assert.deepEqual(await store.all(), [{ client_id: "b" }])
})

test("texts come from the catalogue where there is one, with named places filled", () => {
  assert.equal(interpolate(gettext("%(name)s is writing"), { name: "李" }), "李 is writing")
  assert.equal(interpolate("%(a)s and %(b)s", { a: "%(b)s" }), "%(b)s and %(b)s")
  assert.equal(ngettext("one", "many", 1) + ngettext("one", "many", 2), "onemany")
  globalThis.gettext = () => "正在输入"
  assert.equal(gettext("x"), "正在输入")
  delete globalThis.gettext
})

test("identifiers are UUIDs of version 4 also where the browser has no randomUUID", () => {
  const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  assert.match(uuid(), pattern)
  Object.defineProperty(globalThis.crypto, "randomUUID", { value: undefined, configurable: true })
  assert.match(uuid(), pattern)
  assert.notEqual(uuid(), uuid())
  delete globalThis.crypto.randomUUID
})
