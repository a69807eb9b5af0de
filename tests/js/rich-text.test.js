import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"

import { partsOf } from "../../static/js/lib/rich-text.js"
import { seeded } from "./fakes.js"

const cases = JSON.parse(readFileSync(new URL("../data/rich_text.json", import.meta.url)))

for (const { name, text, checks, parts } of cases) {
  test(`rich text: ${name}`, () => assert.deepEqual(partsOf(text, checks), parts))
}

test("the parts of any text give the text again, and every link is http", () => {
  const random = seeded(11)
  const pieces = ["https://a.example/b", "www.x.cn", "15,000", " ", "。", ")", "(", "<i>", "35%", "中文", "\n", "@", ".", "a"]
  for (let round = 0; round < 500; round++) {
    const text = Array.from({ length: 8 }, () => pieces[Math.floor(random() * pieces.length)]).join("")
    const parts = partsOf(text)
    assert.equal(parts.map((part) => part.text).join(""), text)
    for (const part of parts.filter(({ kind }) => kind === "link")) assert.match(part.href, /^https?:\/\//i)
  }
})

test("five thousand brackets after a link take no noticeable time", () => {
  const started = process.cpuUsage()
  partsOf(`https://a.example/${")".repeat(5_000)}`)
  assert.ok(process.cpuUsage(started).user < 1_000_000) // microseconds of its own: others may be busy
})
