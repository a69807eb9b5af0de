import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"

import { noteOf } from "../../static/js/lib/notes.js"
import { otherLanguages, pairOf } from "../../static/js/lib/pair.js"

const cases = JSON.parse(readFileSync(new URL("../data/pairs.json", import.meta.url)))

for (const { name, message, viewer, others, swapped = false, pair } of cases) {
  test(`pair: ${name}`, () => assert.deepEqual(pairOf(message, viewer, others, swapped), pair))
}

test("the other side's languages are named once, in the order of its people", () => {
  const person = (side, reads) => ({ side, reads })
  const people = [person("buyer", "en"), person("supplier", "zh"), person("supplier", "es"), person("supplier", "zh")]
  assert.deepEqual(otherLanguages(people, "buyer"), ["zh", "es"])
})

const about = { source: "en", target: "sw", names: (code) => ({ en: "English", sw: "Swahili" })[code] }

test("every reason becomes a sentence of its own, and an unknown one the general sentence", () => {
  const reasons = ["no_pack", "timed_out", "repeated", "wrong_script", "copied", "length", "added", "answered"]
    .concat(["negation", "figures_moved", "engine_failed"])
  const notes = reasons.map((reason) => noteOf({ reason }, about))
  assert.equal(new Set(notes).size, reasons.length)
  assert.equal(notes[0], "Not translated: no language pack for English to Swahili.")
  assert.equal(noteOf({ reason: "brand_new" }, about), "Not translated: the translator is not running.")
})

test("a figure that differs is noted with both values, a missing one with a dash", () => {
  const check = { reason: "figure_differs", original: "15,000", translated: "1,500" }
  const text = "Figure differs: original 15,000, translation 1,500. The original is shown."
  assert.equal(noteOf(check, about), text)
  assert.match(noteOf({ ...check, translated: "" }, about), /translation –\./)
})
