// Times of day, days and places, by Intl. Months are words and the clock has 24 hours in every language.
import { gettext, interpolate } from "./i18n.js";

const NIGHT_BEGINS_H = 22
const NIGHT_ENDS_H = 6
const formats = new Map()

/** `08:06` at `date` in a time zone. */
export function clock(date, { timeZone, locale = "en" } = {}) {
  return format(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(date)
}

/** `21 November`, in the order of the language; with the year where it is not the one of `now`. */
export function day(date, { timeZone, locale = "en", now = new Date() } = {}) {
  const year = yearOf(date, timeZone) === yearOf(now, timeZone) ? undefined : "numeric"
  return format(dayLocale(locale), { day: "numeric", month: "long", year, timeZone }).format(date)
}

/** `21 November, 08:06`, in the order of the language. */
export function moment(date, { timeZone, locale = "en" } = {}) {
  const parts = { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }
  return format(dayLocale(locale), parts).format(date)
}

/** `Today, 21 November`, `Yesterday, 20 November`, else the day alone. */
export function dayLabel(date, options = {}) {
  const { timeZone, now = new Date() } = options
  const label = day(date, { ...options, now })
  if (sameDay(date, now, timeZone)) return interpolate(gettext("Today, %(day)s"), { day: label })
  const isYesterday = sameDay(date, yesterdayOf(now), timeZone)
  return isYesterday ? interpolate(gettext("Yesterday, %(day)s"), { day: label }) : label
}

/** Do two moments fall on the same day of a time zone? */
export function sameDay(one, other, timeZone) {
  return dayKey(one, timeZone) === dayKey(other, timeZone)
}

/** `22:07 in Ningbo, night`: what the clock of the other side shows at `date`. */
export function localTime(date, { timeZone, city, locale = "en" }) {
  const text = isNight(date, timeZone) ? gettext("%(time)s in %(city)s, night") : gettext("%(time)s in %(city)s")
  return interpolate(text, { time: clock(date, { timeZone, locale }), city })
}

/** Is it between 22 and 6 in a time zone? */
export function isNight(date, timeZone) {
  const hour = Number(format("en", { hour: "2-digit", hourCycle: "h23", timeZone }).format(date))
  return hour >= NIGHT_BEGINS_H || hour < NIGHT_ENDS_H
}

/** Milliseconds from `date` to the next full minute. */
export function untilNextMinute(date) {
  return 60_000 - (date.getTime() % 60_000)
}

/** `2025-11-21`: the day of a moment in a time zone. */
export function dayKey(date, timeZone) {
  return format("en-CA", { year: "numeric", month: "2-digit", day: "2-digit", timeZone }).format(date)
}

function yearOf(date, timeZone) {
  return format("en", { year: "numeric", timeZone }).format(date)
}

function yesterdayOf(now) {
  return new Date(now.getTime() - 24 * 3_600_000)
}

// `21 November`, not `November 21`: one order for all who read English.
function dayLocale(locale) {
  return locale === "en" ? "en-GB" : locale
}

function format(locale, options) {
  const key = `${locale}|${JSON.stringify(options)}`
  if (!formats.has(key)) formats.set(key, build(locale, options))
  return formats.get(key)
}

function build(locale, options) {
  try {
    return new Intl.DateTimeFormat(locale, options)
  } catch {
    // A browser older than the time zone's name shows its own clock rather than none.
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: undefined })
  }
}
