import assert from "node:assert/strict"
import { test } from "node:test"

import { clock, dayLabel, isNight, localTime, sameDay, untilNextMinute } from "../../static/js/lib/time.js"

const MORNING = new Date("2025-11-21T14:07:30Z")

test("the clock has 24 hours in every language, and midnight is 00", () => {
  assert.equal(clock(MORNING, { timeZone: "Asia/Shanghai", locale: "en" }), "22:07")
  assert.equal(clock(MORNING, { timeZone: "Asia/Shanghai", locale: "es" }), "22:07")
  assert.equal(clock(new Date("2025-11-21T16:00:00Z"), { timeZone: "Asia/Shanghai", locale: "en" }), "00:00")
})

test("the other side's time names its place, and the night from 22 to 6", () => {
  const at = (iso) => localTime(new Date(iso), { timeZone: "Asia/Shanghai", city: "Ningbo" })
  assert.equal(at("2025-11-21T13:59:00Z"), "21:59 in Ningbo")
  assert.equal(at("2025-11-21T14:00:00Z"), "22:00 in Ningbo, night")
  assert.equal(at("2025-11-21T21:59:00Z"), "05:59 in Ningbo, night")
  assert.equal(at("2025-11-21T22:00:00Z"), "06:00 in Ningbo")
})

test("a time zone that the browser does not know shows its own time rather than fail", () => {
  assert.match(clock(MORNING, { timeZone: "Mars/Olympus" }), /^\d\d:\d\d$/)
  assert.equal(typeof isNight(MORNING, "Mars/Olympus"), "boolean")
})

test("today and yesterday are called so in the viewer's zone, months are words", () => {
  const options = { timeZone: "America/Chicago", now: MORNING, locale: "en" }
  assert.equal(dayLabel(MORNING, options), "Today, 21 November")
  assert.equal(dayLabel(new Date("2025-11-21T03:00:00Z"), options), "Yesterday, 20 November")
  assert.equal(dayLabel(new Date("2025-11-18T03:00:00Z"), options), "17 November")
  assert.equal(dayLabel(new Date("2024-11-18T12:00:00Z"), options), "18 November 2024")
  assert.equal(dayLabel(new Date("2025-11-18T12:00:00Z"), { ...options, locale: "zh-hans" }), "11月18日")
})

test("two moments are on the same day or not by the zone", () => {
  const late = new Date("2025-11-21T20:00:00Z")
  assert.equal(sameDay(MORNING, late, "America/Chicago"), true)
  assert.equal(sameDay(MORNING, late, "Asia/Shanghai"), false)
})

test("a clock is looked at again at the full minute", () => {
  assert.equal(untilNextMinute(MORNING), 30_000)
})
