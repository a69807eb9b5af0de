import assert from "node:assert/strict";
import { test } from "node:test";
import { DraftLanguage } from "../../static/js/lib/draft-language.js";

const names = (code) => ({ en: "English", zh: "Chinese" })[code]

function writer() {
  const told = []
  const composer = { notice: (...notice) => told.push(notice), clearNotice: (kind) => told.push(["clear", kind]) }
  const asked = []
  const detect = (text) => new Promise((resolve, reject) => asked.push({ text, resolve, reject }))
  return { told, asked, language: new DraftLanguage({ composer, detect, names, own: "en" }) }
}

test("a text in another language is named, and can be sent in it", async () => {
  const { told, asked, language } = writer()
  const looked = language.look("你好")
  asked[0].resolve("zh")
  await looked
  assert.deepEqual(told, [["language", "This looks like Chinese. Your language here is English.", "Send as Chinese", "zh"]])
})

test("an answer to a text that was changed or sent meanwhile tells nothing", async () => {
  const { told, asked, language } = writer()
  const first = language.look("你好")
  const second = language.look("你好 hello there")
  asked[1].resolve(null)
  asked[0].resolve("zh")
  await Promise.all([first, second])
  assert.deepEqual(told, [["clear", "language"]])
  const third = language.look("你好")
  language.forget()
  asked[2].resolve("zh")
  await third
  assert.equal(told.length, 1)
})

test("without an answer nothing is said, and nothing is asked of an empty text", async () => {
  const { told, asked, language } = writer()
  const looked = language.look("你好")
  asked[0].reject(new Error("no connection"))
  await looked
  await language.look("")
  assert.deepEqual(told, [["clear", "language"], ["clear", "language"]])
  assert.equal(asked.length, 1)
})
