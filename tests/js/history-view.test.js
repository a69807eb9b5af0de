import assert from "node:assert/strict"
import { test } from "node:test"

import { announceChanges, arrivals } from "../../static/js/lib/arrivals.js"
import { entriesOf, otherNames, systemSentence } from "../../static/js/lib/history-view.js"
import { itemsFor, swapText } from "../../static/js/lib/message-menu.js"
import { presenceText } from "../../static/js/lib/presence.js"
import { boxOf, refusalOf, sizeText } from "../../static/js/lib/sizes.js"
import { initialState, reduce } from "../../static/js/thread-state.js"
import { JORDAN, LI_WEI, ThreadServer } from "./server.js"

const LANGUAGES = { en: { own: "English", name: "English" }, zh: { own: "中文", name: "Chinese" } }

function view(server, { at = [], ...more } = {}) {
  const state = initialState(server.snapshot())
  state.viewer = { ...state.viewer, name: "Jordan", speaks: "en", time_zone: "America/Chicago" }
  state.messages = state.messages.map((message, index) => ({ ...message, created_at: at[index] ?? message.created_at }))
  const settings = { locale: "en", now: new Date("2025-11-21T12:00:00Z"), languages: LANGUAGES, firstUnread: null, swapped: new Set(), ...more }
  return { state, entries: entriesOf(state, settings), settings }
}

const kinds = (entries) => entries.map((entry) => entry.kind)
const messagesOf = (entries) => entries.filter((entry) => entry.kind === "message")

test("days are parted in the viewer's zone, and the unread divider stands before the first unread", () => {
  const server = new ThreadServer()
  for (const text of ["one", "two", "three"]) server.send(LI_WEI, text)
  const at = ["2025-11-21T05:59:00Z", "2025-11-21T06:00:00Z", "2025-11-21T06:01:00Z"]
  const { entries } = view(server, { at, firstUnread: 3 })
  assert.deepEqual(kinds(entries), ["day", "message", "day", "message", "unread", "message"])
  assert.deepEqual([entries[0].text, entries[2].text], ["Yesterday, 20 November", "Today, 21 November"])
  assert.equal(entries[4].text, "New since 00:01")
})

test("a group is one person's within five minutes", () => {
  const server = new ThreadServer()
  server.send(LI_WEI, "1")
  server.send(LI_WEI, "2")
  server.send(LI_WEI, "3")
  server.send(JORDAN, "4")
  const at = ["2025-11-21T08:00:00Z", "2025-11-21T08:04:59Z", "2025-11-21T08:09:59Z", "2025-11-21T08:10:00Z"]
  const groups = messagesOf(view(server, { at }).entries).map((entry) => [entry.startsGroup, entry.endsGroup])
  assert.deepEqual(groups, [[true, false], [false, true], [true, true], [true, true]])
})

test("a divider or a system line parts a group", () => {
  const server = new ThreadServer()
  for (const text of ["1", "2", "3"]) server.send(LI_WEI, text)
  server.messages[1].kind = "system"
  server.messages[1].data = { change: "joined", name: "Chen" }
  const { entries } = view(server)
  assert.deepEqual(kinds(entries), ["day", "message", "system", "message"])
  assert.equal(entries[2].text, "Chen joined.")
  assert.deepEqual(messagesOf(entries).map((entry) => entry.startsGroup), [true, true])
  const unread = messagesOf(view(new ThreadServer(), {}).entries)
  assert.deepEqual(unread, [])
})

test("mine, a colleague's and theirs are told apart, and only mine has a receipt", () => {
  const server = new ThreadServer()
  server.send(JORDAN, "mine")
  server.send({ ...JORDAN, id: "9", name: "Lucía" }, "ours")
  server.messages[1].side = "buyer"
  server.send(LI_WEI, "theirs")
  const seen = messagesOf(view(server).entries).map(({ side, receipt }) => [side, receipt])
  assert.deepEqual(seen, [["mine", "sent"], ["ours", ""], ["theirs", ""]])
})

test("what waits in the outbox stands at the end, under the key that its echo will have", () => {
  const server = new ThreadServer()
  server.send(LI_WEI, "hello")
  const { state, settings } = view(server)
  const item = { client_id: "c-9", text: "hi", attachments: [], created_at: "2025-11-21T08:02:00Z", state: "waiting", error: "", language: null }
  const pending = reduce(state, { type: "pending.added", item })
  const before = entriesOf(pending, settings).at(-1)
  const failed = entriesOf(reduce(pending, { type: "pending.changed", item: { ...item, state: "failed", error: "No." } }), settings).at(-1)
  const echo = entriesOf(reduce(pending, server.send(JORDAN, "hi", "c-9")), settings).at(-1)
  assert.deepEqual([before.receipt, failed.receipt, failed.error, echo.receipt], ["pending", "failed", "No.", "sent"])
  assert.equal(before.key, echo.key)
  assert.equal(before.pair.state, "same")
})

test("a swapped message changes its lines, and the menu names what comes next", () => {
  const server = new ThreadServer()
  server.send(LI_WEI, "你好")
  server.finish(server.messages[0], "en")
  const swapped = new Set([server.messages[0].client_id])
  const [plain] = messagesOf(view(server).entries)
  const [turned] = messagesOf(view(server, { swapped }).entries)
  assert.deepEqual([plain.pair.large, plain.pair.small], [turned.pair.small, turned.pair.large])
  assert.deepEqual([swapText(plain), swapText(turned)], ["Original first", "Translation first"])
})

test("the menu offers what applies", () => {
  const server = new ThreadServer()
  server.send(LI_WEI, "你好")
  server.send(JORDAN, "Hello")
  server.finish(server.messages[0], "en", "failed")
  server.finish(server.messages[1], "zh")
  const [theirs, mine] = messagesOf(view(server).entries).map(itemsFor)
  const offered = (items) => Object.keys(items).filter((item) => items[item])
  assert.deepEqual(offered(theirs), ["copy-original", "retry", "correct", "report"])
  assert.deepEqual(offered(mine), ["copy-original", "copy-translation", "swap", "edit", "correct"])
})

test("a failed translation has its sentence, with the names of the languages", () => {
  const server = new ThreadServer()
  server.send(LI_WEI, "你好")
  server.finish(server.messages[0], "en", "failed")
  server.messages[0].translations.en.checks = [{ reason: "no_pack", original: "", translated: "" }]
  const [entry] = messagesOf(view(server).entries)
  assert.deepEqual(entry.notes, [{ text: "Not translated: no language pack for Chinese to English.", isBad: false }])
})

test("arrivals are the messages of others; they are announced in the reader's language, old ones never", () => {
  const server = new ThreadServer()
  server.send(LI_WEI, "old")
  const before = view(server).state
  let after = reduce(before, server.send(JORDAN, "mine"))
  after = reduce(after, server.send(LI_WEI, "你好"))
  const fresh = arrivals(before, after)
  assert.deepEqual(fresh.map((message) => message.text), ["你好"])
  const said = []
  const live = new Set(fresh.map((message) => message.id))
  announceChanges({ message: (news) => said.push(news) }, live, before, after)
  const done = reduce(after, server.finish(server.messages[2], "en"))
  const later = reduce(done, server.finish(server.messages[0], "en"))
  announceChanges({ message: (news) => said.push(news) }, live, after, later)
  assert.deepEqual(said.map(({ key, text, language, isFinal }) => [key, text, language, isFinal]), [
    ["m2.1", "", "en", false],
    ["m2.1", "你好 in en", "en", true],
  ])
})

test("the people of the other side are named, system lines are sentences, unknown ones nothing", () => {
  assert.deepEqual(otherNames(view(new ThreadServer()).state), ["Li Wei"])
  assert.equal(systemSentence({ change: "renamed", name: "Jordan", value: "Totes" }), "Jordan renamed the conversation to “Totes”.")
  assert.equal(systemSentence({ change: "danced" }), "")
})

test("presence is said in words", () => {
  const options = { timeZone: "UTC", now: new Date("2025-11-21T12:00:00Z"), locale: "en" }
  const say = (online, last_seen_at) => presenceText({ online, last_seen_at }, options)
  assert.deepEqual([say(true, null), say(false, null)], ["Online", "Away"])
  assert.equal(say(false, "2025-11-21T08:06:00Z"), "Last seen 08:06")
  assert.equal(say(false, "2025-11-18T08:06:00Z"), "Last seen 18 November")
})

test("a file is refused by its kind or size before it is sent, in words", () => {
  const limit = 20 * 1024 * 1024
  assert.equal(refusalOf({ type: "application/pdf", size: limit }, limit), "")
  assert.equal(refusalOf({ type: "image/svg+xml", size: 1 }, limit), "This kind of file cannot be sent. Pictures and PDF can.")
  assert.equal(refusalOf({ type: "image/png", size: 1.5 * limit }, limit), "The file is 30 MB. The limit is 20 MB.")
  assert.deepEqual([sizeText(0, "en"), sizeText(1024, "en")], ["0 byte", "1 kB"])
})

test("a picture's box keeps its proportions within 320 by 240", () => {
  assert.deepEqual(boxOf({ width: 640, height: 320 }), { width: 320, height: 160 })
  assert.deepEqual(boxOf({ width: 100, height: 1000 }), { width: 24, height: 240 })
  assert.deepEqual(boxOf({ width: 0, height: 0 }), { width: 320, height: 240 })
  assert.deepEqual(boxOf({ width: 10, height: 10 }), { width: 10, height: 10 })
})

test("what is veiled because it names another way to pay is not read aloud; one's own side hears it", () => {
  const server = new ThreadServer()
  const before = initialState(server.snapshot(JORDAN))
  server.send(LI_WEI, "新账户")
  server.messages[0].payment = true
  server.finish(server.messages[0], "en")
  const after = initialState(server.snapshot(JORDAN))
  const told = []
  const live = new Set(server.messages.map((message) => message.id))
  announceChanges({ message: (one) => told.push(one.text) }, live, before, after)
  announceChanges({ message: (one) => told.push(one.text) }, live, before, { ...after, viewer: { ...after.viewer, side: "supplier" } })
  assert.match(told[0], /names a bank account/)
  assert.doesNotMatch(told[1], /names a bank account/)
})

test("the receipt stands under one's last message only", () => {
  const server = new ThreadServer()
  server.send(JORDAN, "one")
  server.send(JORDAN, "two")
  server.send(LI_WEI, "三")
  assert.deepEqual(messagesOf(view(server).entries).map((entry) => entry.isNewestMine), [false, true, false])
})
