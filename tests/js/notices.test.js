import assert from "node:assert/strict"
import { test } from "node:test"
import { GATHER_MS, Notices, SLOW_MS } from "../../static/js/models/notices.js"
import { FakeWorld } from "./fakes.js"

function start(news) {
  const world = new FakeWorld()
  const [told, totals, asked] = [[], [], []]
  const notices = new Notices({
    ask: async (thread) => (asked.push(thread), news()),
    count: (n) => totals.push(n),
    tell: (notice) => told.push(notice),
    world,
  })
  return { world, told, totals, asked, notices }
}

const notice = (more = {}) => ({ message_id: "7", name: "Li Wei", line: "We can do 2.35.", is_final: true, ...more })

test("several changes at once are asked about once", async () => {
  const { world, notices, asked, totals } = start(() => ({ unread_total: 3, notice: null }))
  for (let n = 0; n < 3; n++) notices.changed("t1")
  await world.pass(GATHER_MS)
  assert.deepEqual(asked, ["t1"])
  assert.deepEqual(totals, [3])
})

test("a message is told once, however often its conversation changes", async () => {
  const { world, notices, told } = start(() => ({ unread_total: 1, notice: notice() }))
  for (let n = 0; n < 2; n++) {
    notices.changed("t1")
    await world.pass(GATHER_MS)
  }
  assert.deepEqual(told, [notice()])
})

test("it waits for the translation, and tells the line once that stands", async () => {
  let current = notice({ line: "原文", is_final: false })
  const { world, notices, told } = start(() => ({ unread_total: 1, notice: current }))
  notices.changed("t1")
  await world.pass(GATHER_MS)
  assert.deepEqual(told, [])
  current = notice()
  notices.changed("t1")
  await world.pass(SLOW_MS + GATHER_MS)
  assert.deepEqual(told, [notice()])
})

test("where the translation takes too long, it tells without a line", async () => {
  const { world, notices, told } = start(() => ({ unread_total: 1, notice: notice({ is_final: false }) }))
  notices.changed("t1")
  await world.pass(GATHER_MS + SLOW_MS)
  assert.deepEqual(told, [notice({ is_final: false, line: "" })])
})

test("what was read meanwhile is not told", async () => {
  let current = notice({ is_final: false })
  const { world, notices, told } = start(() => ({ unread_total: 0, notice: current }))
  notices.changed("t1")
  await world.pass(GATHER_MS)
  current = null
  await world.pass(SLOW_MS)
  assert.deepEqual(told, [])
})

test("a server that does not answer is no news", async () => {
  const { world, notices, told, totals } = start(() => Promise.reject(new Error("offline")))
  notices.changed("t1")
  await world.pass(GATHER_MS)
  assert.deepEqual([told, totals], [[], []])
})
