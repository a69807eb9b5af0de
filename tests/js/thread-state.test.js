import assert from "node:assert/strict"
import { test } from "node:test"

import { hasGap, initialState, receiptOf, reduce, typingEnds, typingNames } from "../../static/js/thread-state.js"
import { seeded } from "./fakes.js"
import { JORDAN, LI_WEI, ThreadServer } from "./server.js"

const play = (state, events) => events.reduce((now, event) => reduce(now, structuredClone(event)), state)
const pick = (random, list) => list[Math.floor(random() * list.length)]

function something(server, random) {
  const message = pick(random, server.messages)
  const language = message && Object.keys(message.translations)[0]
  const deed = message ? pick(random, ["send", "send", "edit", "start", "finish", "finish", "fail", "correct"]) : "send"
  if (deed === "send") return server.send(pick(random, [JORDAN, LI_WEI]), `text ${server.cursor}`)
  if (deed === "edit") return server.edit(message, `edited ${server.cursor}`)
  if (deed === "start") return server.start(message, language)
  if (deed === "correct") return server.correct(message, language)
  return server.finish(message, language, deed === "fail" ? "failed" : "done")
}

function shuffled(list, random) {
  return list.map((item) => [random(), item]).sort(([one], [other]) => one - other).map(([, item]) => item)
}

test("old state and missed events are what a fresh load gives, whatever happened", () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = seeded(seed)
    const server = new ThreadServer()
    for (let step = 0; step < 10; step++) something(server, random)
    const old = initialState(server.snapshot())
    for (let step = 0; step < 25; step++) something(server, random)
    const caughtUp = play(old, server.log.slice(old.cursor))
    assert.deepEqual(caughtUp.messages, server.snapshot().messages, `seed ${seed}`)
    assert.equal(caughtUp.cursor, server.cursor)
  }
})

test("events in any order, some of them twice, lead to the same state", () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = seeded(seed)
    const server = new ThreadServer()
    const old = initialState(server.snapshot())
    for (let step = 0; step < 25; step++) something(server, random)
    const hints = shuffled([...server.log, ...server.log.filter(() => random() < 0.3)], random)
    const state = play(old, hints)
    assert.deepEqual(state.messages, server.snapshot().messages, `seed ${seed}`)
    assert.equal(hasGap(state), false)
  }
})

test("lost events show as a gap, and the replay from the cursor closes it", () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = seeded(seed)
    const server = new ThreadServer()
    const old = initialState(server.snapshot())
    for (let step = 0; step < 25; step++) something(server, random)
    const state = play(old, server.log.filter(() => random() < 0.6))
    const subscribed = { type: "thread.subscribed", cursor: server.cursor, participants: server.participants() }
    const replayed = play(state, [...server.log.slice(state.cursor), subscribed])
    assert.equal(hasGap(reduce(state, subscribed)), state.cursor < server.cursor)
    assert.deepEqual(replayed.messages, server.snapshot().messages, `seed ${seed}`)
    assert.deepEqual([hasGap(replayed), replayed.ahead], [false, {}])
  }
})

test("pages of history that are fetched while things happen fit in without loss", () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = seeded(seed)
    const server = new ThreadServer()
    for (let step = 0; step < 40; step++) something(server, random)
    let state = initialState(server.snapshot(JORDAN, 4))
    let sent = server.cursor
    while (state.more) {
      const page = server.page(state.messages[0].seq, 3)
      for (let step = 0; step < 3; step++) something(server, random)
      // The page may overtake the events or be overtaken by them.
      const early = random() < 0.5 ? server.log.slice(sent) : []
      state = play(state, [...early, page, ...server.log.slice(sent + early.length)])
      sent = server.cursor
    }
    assert.deepEqual(state.messages, server.snapshot(JORDAN, Infinity).messages, `seed ${seed}`)
  }
})

test("a page that is read later than the events before it is not set back", () => {
  const server = new ThreadServer()
  const message = (server.send(LI_WEI, "one"), server.messages[0])
  server.send(LI_WEI, "two")
  const state = initialState(server.snapshot(JORDAN, 1))
  const finished = server.finish(message, "en")
  const merged = play(state, [server.page(2, 5), finished])
  assert.equal(merged.messages[0].translations.en.state, "done")
})

test("a reset takes the fresh messages and keeps what came meanwhile and what is not sent yet", () => {
  const server = new ThreadServer()
  let state = initialState(server.snapshot())
  state = reduce(state, { type: "pending.added", item: { client_id: "mine", text: "hello" } })
  for (let step = 0; step < 5; step++) server.send(LI_WEI, `text ${step}`)
  const fresh = { type: "thread.reloaded", ...server.snapshot() }
  const later = server.send(LI_WEI, "later")
  state = play(state, [later, fresh])
  assert.deepEqual(state.messages, server.snapshot().messages)
  assert.deepEqual([state.cursor, hasGap(state), state.pending.length], [6, false, 1])
})

test("the echo replaces the pending bubble by its client_id, and only the sender's own", () => {
  const server = new ThreadServer()
  let state = initialState(server.snapshot())
  state = reduce(state, { type: "pending.added", item: { client_id: "c-1", text: "hello", state: "waiting" } })
  state = reduce(state, server.send(LI_WEI, "forged", "c-1"))
  assert.equal(state.pending.length, 1)
  state = reduce(state, server.send(JORDAN, "hello", "c-1"))
  assert.equal(state.pending.length, 0)
  assert.equal(state.messages.at(-1).text, "hello")
})

test("an outbox that still holds what has arrived shows nothing twice", () => {
  const server = new ThreadServer()
  server.send(JORDAN, "hello", "c-1")
  const state = reduce(initialState(server.snapshot()), { type: "pending.added", item: { client_id: "c-1" } })
  assert.equal(state.pending.length, 0)
})

test("a pending bubble can fail, be tried again and be deleted", () => {
  let state = initialState(new ThreadServer().snapshot())
  const item = { client_id: "c-1", text: "hello", state: "waiting" }
  state = play(state, [{ type: "pending.added", item }, { type: "pending.changed", item: { ...item, state: "failed" } }])
  assert.equal(state.pending[0].state, "failed")
  assert.equal(reduce(state, { type: "pending.removed", client_id: "c-1" }).pending.length, 0)
})

test("a translation of what was said before an edit is ignored, and the edit voids the old ones", () => {
  const server = new ThreadServer()
  const sent = server.send(LI_WEI, "one")
  const [message] = server.messages
  const old = { ...server.finish(message, "en"), seq: 3 }
  server.log.pop()
  const edited = { ...server.edit(message, "two"), seq: 2 }
  const state = play(initialState(new ThreadServer().snapshot()), [sent, edited, old])
  assert.deepEqual(state.messages[0].translations.en, { state: "pending", text: "", engine: "", via: "", checks: [], corrected_by: "" })
  assert.equal(state.cursor, 3)
})

test("a second copy of a message brings the translation that the first was waiting for", () => {
  const server = new ThreadServer()
  const echo = server.send(JORDAN, "hello")
  const translations = { zh: { state: "done", text: "你好", engine: "x", via: "", checks: [] } }
  const state = play(initialState(new ThreadServer().snapshot()), [echo, { ...echo, message: { ...echo.message, translations } }])
  assert.equal(state.messages[0].translations.zh.text, "你好")
  assert.equal(state.messages.length, 1)
})

test("receipts are those of the other side, and never go back", () => {
  const server = new ThreadServer()
  server.send(JORDAN, "one")
  let state = initialState(server.snapshot())
  const [message] = state.messages
  const receipt = (user, delivered_seq, read_seq) => ({ type: "receipt.changed", user, delivered_seq, read_seq })
  state = reduce(state, receipt(JORDAN.id, 1, 1))
  assert.equal(receiptOf(state, message), "sent")
  state = reduce(state, receipt(LI_WEI.id, 1, 0))
  assert.equal(receiptOf(state, message), "delivered")
  state = reduce(state, receipt(LI_WEI.id, 1, 1))
  state = reduce(state, receipt(LI_WEI.id, 1, 0))
  assert.equal(receiptOf(state, message), "read")
})

test("a sign of writing lasts six seconds, ends with the message, and is not shown to its own author", () => {
  const server = new ThreadServer()
  const typing = ({ id, name }) => ({ type: "typing.started", user: id, name })
  let state = initialState(server.snapshot())
  state = reduce(state, typing(JORDAN), 1_000)
  state = reduce(state, typing(LI_WEI), 1_000)
  assert.deepEqual(typingNames(state, 6_999), ["Li Wei"])
  assert.deepEqual(typingNames(state, 7_000), [])
  assert.equal(typingEnds(state), 7_000)
  assert.deepEqual(reduce(state, { type: "typing.expired" }, 7_000).typing, {})
  assert.deepEqual(typingNames(reduce(state, server.send(LI_WEI, "here")), 2_000), [])
})

test("presence reaches its person, and a new subscription tells the standing of all", () => {
  let state = initialState(new ThreadServer().snapshot())
  state = reduce(state, { type: "presence.changed", user: LI_WEI.id, online: false, last_seen_at: "2025-11-21T08:00:00Z" })
  assert.equal(state.participants[1].online, false)
  const participants = new ThreadServer().participants(3, 2)
  state = reduce(state, { type: "thread.subscribed", cursor: 0, participants })
  assert.deepEqual(state.participants, participants)
})

test("a changed thread is remembered, and unknown events change nothing", () => {
  const state = initialState(new ThreadServer().snapshot())
  const changed = { type: "thread.changed", seq: 1, subject: "Totes", status: "open", buyer_assignee: null, supplier_assignee: "2" }
  assert.equal(reduce(state, changed).about.subject, "Totes")
  assert.equal(reduce(state, { type: "tea.served" }), state)
})

test("the reducer never writes into what it is given", () => {
  const freeze = (value) => (Object.values(value ?? {}).forEach((inner) => typeof inner === "object" && freeze(inner)), Object.freeze(value))
  const server = new ThreadServer()
  const random = seeded(5)
  let state = freeze(initialState(server.snapshot()))
  for (let step = 0; step < 40; step++) state = freeze(reduce(state, freeze(structuredClone(something(server, random)))))
  assert.deepEqual(state.messages, server.snapshot().messages)
})

test("a thread that is loaded afresh, or changes, tells its subject and who blocks it", () => {
  const server = new ThreadServer()
  const state = initialState(server.snapshot())
  const loaded = reduce(state, { type: "thread.reloaded", ...server.snapshot(), subject: "Lids", blocked_by: ["buyer"] })
  assert.deepEqual([loaded.about.subject, loaded.about.blocked_by], ["Lids", ["buyer"]])
  const changed = { type: "thread.changed", seq: 1, subject: "Lids", status: "open", buyer_assignee: null, supplier_assignee: null }
  assert.deepEqual(reduce(loaded, changed).about.blocked_by, [])
})
