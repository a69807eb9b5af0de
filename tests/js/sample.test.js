import assert from "node:assert/strict"
import { test } from "node:test"
import { samplePair } from "../../static/js/lib/sample.js"

test("a reader sees their language over the writer's", () => {
  assert.deepEqual(samplePair("en", []), { large: "en", small: "zh" })
  assert.deepEqual(samplePair("zh", []), { large: "zh", small: "en" })
  assert.deepEqual(samplePair("es", ["en"]), { large: "es", small: "zh" })
})

test("a language that is read without help is shown as written", () => {
  assert.deepEqual(samplePair("en", ["zh"]), { large: "zh", small: null })
})
