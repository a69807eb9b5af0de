import assert from "node:assert/strict"
import { test } from "node:test"

import { captionOf, gapBetween } from "../../static/js/lib/caption-view.js"
import {
  FADE_MS, FINISHED_MS, LATE_MS, QUIET_MS, captionsDue, initialCaptions, lagOf, reduceCaptions, shownBlocks, speakingNow,
} from "../../static/js/models/captions.js"
import { JORDAN, LI_WEI, ThreadServer } from "./server.js"

const START = Date.parse("2025-11-21T08:00:00Z")
const LANGUAGES = { en: { own: "English", name: "English" }, zh: { own: "中文", name: "Chinese" } }

/** Captions on the screen of a person, told event by event at a moment (ms after the start). */
class Screen {
  constructor(viewer = JORDAN) {
    this.snapshot = new ThreadServer().snapshot(viewer)
    this.state = initialCaptions(this.snapshot)
    this.now = START
  }

  tell(event, atMs = this.now - START) {
    this.now = START + atMs
    this.state = reduceCaptions(this.state, event, this.now)
    return this
  }

  says(speaker, utterance, committed, tentative = "", more = {}) {
    const language = speaker === JORDAN ? "en" : "zh"
    const started_at = new Date(this.now).toISOString()
    return this.tell({ type: "utterance.partial", utterance, speaker: speaker.id, language, started_at, committed, tentative, lag_ms: 800, ...more })
  }

  caption(utterance, language, committed, tentative = "") {
    return this.tell({ type: "caption.partial", utterance, language, committed, tentative })
  }

  becomes(message, participants = this.snapshot.participants) {
    return this.tell({ type: "messages.changed", messages: [message], participants })
  }

  pass(ms) {
    return this.tell({ type: "captions.expired" }, this.now - START + ms)
  }

  get shown() {
    return shownBlocks(this.state, this.now).map((block) => captionOf(block, { ...this.state, languages: LANGUAGES }, this.now))
  }
}

function message(sender, utterance, text, translations, more = {}) {
  return {
    id: "m1", client_id: utterance, seq: 1, sender, side: sender === JORDAN ? "buyer" : "supplier", kind: "voice",
    language: sender === JORDAN ? "en" : "zh", text, revision: 1, translations, attachments: [], ...more,
  }
}

const done = (text, checks = []) => ({ state: "done", text, checks })
const pending = { state: "pending", text: "", checks: [] }
const textOf = (line) => line && line.committed + line.tentative

test("what the other side says stands large in my language, and small as it was said", () => {
  const [block] = new Screen().says(LI_WEI, "u1", "我们可以", "发货").caption("u1", "en", "We can", "ship").shown
  assert.deepEqual([block.large.committed, block.large.tentative, block.large.language], ["We can", "ship", "en"])
  assert.deepEqual([block.small.committed, block.small.tentative, block.small.language], ["我们可以", "发货", "zh"])
  assert.deepEqual([block.name, block.side, block.isMine], ["Li Wei", "theirs", false])
})

test("what is said in a language that I read stands large by itself", () => {
  const [block] = new Screen().says(LI_WEI, "u1", "We can ship", "", { language: "en" }).shown
  assert.deepEqual([textOf(block.large), block.small], ["We can ship", null])
})

test("until the first words are translated their place is kept; after 5 s the words said take it", () => {
  const screen = new Screen().says(LI_WEI, "u1", "我们可以")
  assert.deepEqual([screen.shown[0].isWaiting, textOf(screen.shown[0].small)], [true, "我们可以"])
  screen.pass(LATE_MS)
  assert.deepEqual([textOf(screen.shown[0].large), screen.shown[0].note], ["我们可以", "Translating"])
  screen.caption("u1", "en", "We can")
  assert.equal(textOf(screen.shown[0].large), "We can")
})

test("under my own words stands what they get, or that it is still being translated", () => {
  const screen = new Screen().says(JORDAN, "u1", "What about", "fifteen thousand?")
  assert.deepEqual([screen.shown[0].isMine, screen.shown[0].note], [true, "Still being translated for Li Wei"])
  screen.caption("u1", "zh", "那一万五千个", "呢")
  assert.deepEqual([screen.shown[0].note, textOf(screen.shown[0].small), screen.shown[0].small.language], ["", "那一万五千个呢", "zh"])
})

test("at most three blocks show, in the order in which they began, whichever was heard of first", () => {
  const screen = new Screen()
  for (const [utterance, second] of [["u2", "02"], ["u1", "01"], ["u4", "04"], ["u3", "03"]]) {
    screen.says(LI_WEI, utterance, utterance, "", { started_at: `2025-11-21T08:00:${second}Z` })
  }
  assert.deepEqual(screen.shown.map(({ key }) => key), ["u2", "u3", "u4"])
})

test("a caption that comes before the first words waits for them", () => {
  const screen = new Screen().caption("u1", "en", "We can")
  assert.equal(screen.shown.length, 0)
  screen.says(LI_WEI, "u1", "我们可以")
  assert.equal(textOf(screen.shown[0].large), "We can")
})

test("an utterance that became a message shows its text, stays 4 s, and fades", () => {
  const screen = new Screen().says(LI_WEI, "u1", "我们可以", "发火").caption("u1", "en", "We can")
  screen.tell({ type: "utterance.ended", utterance: "u1", outcome: "sent" })
  screen.becomes(message(LI_WEI, "u1", "我们可以发货。", { en: pending }))
  assert.equal(textOf(screen.shown[0].large), "We can", "while its translation is on the way the caption stays")
  screen.becomes(message(LI_WEI, "u1", "我们可以发货。", { en: done("We can ship.") }))
  assert.deepEqual([textOf(screen.shown[0].large), textOf(screen.shown[0].small)], ["We can ship.", "我们可以发货。"])
  assert.equal(screen.pass(FINISHED_MS - 1).shown[0].isFading, false)
  assert.equal(screen.pass(1).shown[0].isFading, true)
  assert.equal(screen.pass(FADE_MS).shown.length, 0)
})

test("words and captions that come late change nothing of a finished block, nor bring back one that has gone", () => {
  const screen = new Screen().says(LI_WEI, "u1", "我们可以").becomes(message(LI_WEI, "u1", "我们可以。", { en: done("We can.") }))
  screen.says(LI_WEI, "u1", "我们", "不").caption("u1", "en", "We cannot")
  assert.equal(textOf(screen.shown[0].large), "We can.")
  screen.pass(FINISHED_MS + FADE_MS).says(LI_WEI, "u1", "我们", "不")
  assert.equal(screen.shown.length, 0)
})

test("after the end no more words are taken, but what is still being translated is", () => {
  const screen = new Screen().says(LI_WEI, "u1", "我们可以").tell({ type: "utterance.ended", utterance: "u1", outcome: "sent" })
  screen.says(LI_WEI, "u1", "别的").caption("u1", "en", "We can")
  assert.deepEqual([textOf(screen.shown[0].small), textOf(screen.shown[0].large)], ["我们可以", "We can"])
})

test("silence and failure leave nothing behind", () => {
  for (const outcome of ["silent", "failed"]) {
    const screen = new Screen().says(LI_WEI, "u1", "嗯").tell({ type: "utterance.ended", utterance: "u1", outcome })
    assert.equal(screen.shown.length, 0)
  }
})

test("a block that nothing more is heard of goes, and comes back whole when it is", () => {
  const screen = new Screen().says(LI_WEI, "u1", "我们可以").pass(QUIET_MS)
  assert.equal(screen.shown.length, 0)
  screen.says(LI_WEI, "u1", "我们可以发货")
  assert.equal(textOf(screen.shown[0].small), "我们可以发货")
})

test("a message of another person, or under another id, leaves the block as it is", () => {
  const screen = new Screen().says(LI_WEI, "u1", "我们可以")
  screen.becomes(message(JORDAN, "u1", "Hello", {})).becomes(message(LI_WEI, "u2", "别的", { en: done("Other") }))
  assert.equal(textOf(screen.shown[0].small), "我们可以")
})

test("a translation that failed leaves the words said, with the reason", () => {
  const failed = { state: "failed", text: "", checks: [{ reason: "timed_out", original: "", translated: "" }] }
  const screen = new Screen().says(LI_WEI, "u1", "我们").becomes(message(LI_WEI, "u1", "我们可以。", { en: failed }))
  assert.deepEqual([textOf(screen.shown[0].large), screen.shown[0].note], ["我们可以。", "Not translated: it took too long."])
})

test("what the history folds behind a warning does not stand openly in the captions", () => {
  const spoken = message(LI_WEI, "u1", "请汇款到新账户。", { en: done("Pay to the new account.") }, { payment: true })
  assert.equal(new Screen().says(LI_WEI, "u1", "请汇款").becomes(spoken).shown.length, 0)
  assert.equal(new Screen(LI_WEI).says(LI_WEI, "u1", "请汇款").becomes(spoken).shown.length, 1)
})

test("the others who are speaking are named until they end", () => {
  const screen = new Screen().says(LI_WEI, "u1", "我们").says(JORDAN, "u2", "What")
  assert.deepEqual(speakingNow(screen.state, screen.now), [LI_WEI.id])
  screen.tell({ type: "utterance.ended", utterance: "u1", outcome: "sent" })
  assert.deepEqual(speakingNow(screen.state, screen.now), [])
})

test("the lag is that of the slowest who speaks, and none when nobody does", () => {
  const screen = new Screen()
  assert.equal(lagOf(screen.state, screen.now), null)
  screen.says(LI_WEI, "u1", "我们", "", { lag_ms: 2400 }).says(JORDAN, "u2", "What", "", { lag_ms: 900 })
  assert.equal(lagOf(screen.state, screen.now), 2400)
  screen.tell({ type: "utterance.ended", utterance: "u1", outcome: "sent" })
  assert.equal(lagOf(screen.state, screen.now), 900)
})

test("where the history cannot be seen a finished block stays until later ones need its place", () => {
  const screen = new Screen().says(LI_WEI, "u1", "一").becomes(message(LI_WEI, "u1", "一", { en: done("One") }))
  const shown = () => shownBlocks(screen.state, screen.now, Infinity).map(({ utterance }) => utterance)
  screen.tell({ type: "captions.expired", finishedMs: Infinity }, 60_000)
  assert.deepEqual(shown(), ["u1"])
  for (const utterance of ["u2", "u3", "u4"]) screen.says(LI_WEI, utterance, "二")
  screen.tell({ type: "captions.expired", finishedMs: Infinity }, 60_000)
  assert.deepEqual(shown(), ["u2", "u3", "u4"])
  assert.equal("u1" in screen.state.blocks, false)
})

test("the next moment to look again is the nearest one ahead", () => {
  const screen = new Screen()
  assert.equal(captionsDue(screen.state, screen.now), Infinity)
  screen.says(LI_WEI, "u1", "一")
  assert.equal(captionsDue(screen.state, screen.now), START + LATE_MS)
  assert.equal(captionsDue(screen.state, START + LATE_MS), START + QUIET_MS)
})

test("committed and tentative words stand apart as their language has it", () => {
  const gap = (committed, tentative, language) => gapBetween({ committed, tentative }, language)
  assert.equal(gap("We can", "ship", "en"), " ")
  assert.equal(gap("We can ", "ship", "en"), "")
  assert.equal(gap("We can", ", and", "en"), "")
  assert.equal(gap("我们可以", "发货", "zh"), "")
  assert.equal(gap("", "ship", "en"), "")
})
