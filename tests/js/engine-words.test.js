import assert from "node:assert/strict"
import { test } from "node:test"
import { engineWords } from "../../static/js/lib/engine-words.js"

test("an engine is named in words, with its model", () => {
  assert.equal(engineWords("llama:qwen2.5-coder"), "Language model (qwen2.5-coder)")
  assert.equal(engineWords("memory"), "Translation memory")
})

test("several engines of one message are all named", () => {
  assert.equal(engineWords("phrasebook+argos:en_zh 1.9"), "Phrase book + Language pack (en_zh 1.9)")
})

test("no engine gives nothing, an unknown one its own name", () => {
  assert.equal(engineWords(""), "")
  assert.equal(engineWords("echo"), "echo")
})
