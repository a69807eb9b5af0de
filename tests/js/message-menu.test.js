import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOf } from "../../static/js/lib/message-dialogs.js";
import { itemsFor } from "../../static/js/lib/message-menu.js";
import { applyToMessage } from "../../static/js/models/messages.js";

const pending = { id: "5", text: "The red one.", language: "en", revision: 1, translations: { zh: { state: "pending", text: "", checks: [] } } }
const corrected = { type: "translation.corrected", message_id: "5", revision: 1, language: "zh", text: "红色的。", checks: [], corrected_by: "Li Wei" }

function entry(message, side = "theirs") {
  const { state } = message.translations.zh
  return { message, side, pair: { state, target: "zh", small: null, large: { language: "zh" } } }
}

test("a correction ends the waiting and says who wrote it", () => {
  const { zh } = applyToMessage(pending, corrected).translations
  assert.deepEqual([zh.state, zh.text, zh.corrected_by], ["done", "红色的。", "Li Wei"])
  assert.equal(applyToMessage({ ...pending, revision: 2 }, corrected).translations.zh.state, "pending")
})

test("the menu offers to correct what is translated, and earlier versions where there are some", () => {
  assert.equal(itemsFor(entry(pending)).correct, false)
  assert.equal(itemsFor(entry(pending)).versions, false)
  const after = itemsFor(entry(applyToMessage(pending, corrected)))
  assert.deepEqual([after.correct, after.versions, after.report], [true, true, true])
  assert.equal(itemsFor(entry({ ...pending, revision: 2 })).versions, true)
  assert.equal(itemsFor(entry(pending, "mine")).report, false)
})

test("of a version the line stands first that its viewer reads", () => {
  const version = { text: "The red one.", language: "en", translation: "红色的。" }
  assert.deepEqual(linesOf(version, "zh", ["zh"]).map((line) => line.language), ["zh", "en"])
  assert.deepEqual(linesOf(version, "zh", ["en"]).map((line) => line.language), ["en", "zh"])
  assert.deepEqual(linesOf({ ...version, translation: "" }, "zh", ["zh"]), [{ text: "The red one.", language: "en" }, null])
})
