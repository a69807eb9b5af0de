// What came between two states of a thread. Pure, but for the announcements it hands on.
import { gettext } from "./i18n.js";
import { otherLanguages, pairOf } from "./pair.js";

/** The messages of others that `after` has and `before` had not. */
export function arrivals(before, after) {
  const known = new Set(before.messages.map((message) => message.id))
  return after.messages.filter((message) => !known.has(message.id) && message.sender.id !== after.viewer.id)
}

/** Announces what changed of the messages in `live`: those that came while this page was open. */
export function announceChanges(announcements, live, before, after) {
  const old = new Map(before.messages.map((message) => [message.id, message]))
  const others = otherLanguages(after.participants, after.viewer.side)
  for (const message of after.messages) {
    const isNews = live.has(message.id) && old.get(message.id) !== message && message.kind !== "system"
    if (isNews) announcements.message(announcementOf(message, after.viewer, others))
  }
}

// Always in the reader's language, whichever line stands first on the screen.
function announcementOf(message, viewer, others) {
  const { state, large } = pairOf(message, { ...viewer, original_first: false }, others)
  const key = `${message.id}.${message.revision}`
  const said = message.payment && message.side !== viewer.side ? warning() : large
  return { key, name: message.sender.name, ...said, isFinal: state !== "pending" || Boolean(large.text) }
}

// What is veiled on the screen is not read aloud either.
function warning() {
  const text = gettext("This message names a bank account or another way to pay. Confirm by phone on a number you already know.")
  return { text, language: "" }
}
