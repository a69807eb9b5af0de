import assert from "node:assert/strict"
import { test } from "node:test"
import { directionOf } from "../../static/js/lib/swipes.js"

test("to the right is to the end where one reads from left to right, and to the start where from right to left", () => {
  assert.deepEqual([directionOf(40, false), directionOf(-40, false)], ["end", "start"])
  assert.deepEqual([directionOf(40, true), directionOf(-40, true)], ["start", "end"])
})
