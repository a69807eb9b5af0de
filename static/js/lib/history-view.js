// What the history shows, from what is known: days, the unread divider, groups, and each message as its viewer sees it.
// Pure; the server's presentation follows the same rules.
import { receiptOf } from "../thread-state.js";
import { gettext, interpolate } from "./i18n.js";
import { noteOf } from "./notes.js";
import { voiceNotes } from "./voice-parts.js";
import { otherLanguages, pairOf } from "./pair.js";
import { clock, dayKey, dayLabel } from "./time.js";

const GROUP_GAP_MS = 5 * 60_000
const FIGURE = "figure_differs"

/**
 * The entries of the history in order, each with a `kind` (`day`, `unread`, `system`, `message`) and a stable `key`.
 *
 * `view` is `{locale, now, languages, firstUnread, swapped}`: the first unread seq or null, and the client_ids of the
 * messages whose lines were exchanged by hand.
 */
export function entriesOf(state, view) {
  const others = otherLanguages(state.participants, state.viewer.side)
  const messages = [...state.messages, ...state.pending.map((item) => pendingMessage(item, state.viewer))]
  const items = messages.map((message) => itemOf(message, state, { ...view, others }))
  return grouped(items, view.firstUnread).flatMap((item) => withDividers(item, state, view))
}

/** The names of the people on the other side, in a sentence. */
export function otherNames(state) {
  const others = state.participants.filter((person) => person.side !== state.viewer.side)
  return others.map((person) => person.name)
}

/** What a system line says. */
export function systemSentence({ change, name = "", value = "" }) {
  const sentence = {
    joined: gettext("%(name)s joined."),
    renamed: gettext("%(name)s renamed the conversation to “%(value)s”."),
    assigned: gettext("%(name)s assigned the conversation to %(value)s."),
    unassigned: gettext("%(name)s left the conversation to the whole team."),
    blocked: gettext("%(name)s blocked this conversation."),
    unblocked: gettext("%(name)s lifted the block."),
  }[change]
  return sentence ? interpolate(sentence, { name, value }) : ""
}

/** A message of the outbox in the shape of those of the server. */
function pendingMessage(item, viewer) {
  return {
    id: "", client_id: item.client_id, seq: null, side: viewer.side, sender: { id: viewer.id, name: viewer.name },
    kind: "text", language: item.language ?? viewer.speaks, text: item.text, revision: 0, edited_at: null,
    created_at: item.created_at, translations: {}, attachments: item.attachments, data: {}, pending: item,
  }
}

function itemOf(message, state, view) {
  const { viewer } = state
  const at = new Date(message.created_at)
  const times = { timeZone: viewer.time_zone, locale: view.locale }
  const base = { seq: message.seq, at: at.getTime(), message, time: clock(at, times), day: dayKey(at, viewer.time_zone) }
  if (message.kind === "system") {
    return { ...base, kind: "system", key: `s:${message.id}`, text: systemSentence(message.data) }
  }
  const key = `m:${message.sender.id}:${message.client_id}`
  return { ...base, kind: "message", key, ...sideOf(message, viewer), ...saidOf(message, state, view) }
}

function sideOf(message, viewer) {
  if (message.sender.id === viewer.id) return { side: "mine", name: message.sender.name }
  return { side: message.side === viewer.side ? "ours" : "theirs", name: message.sender.name }
}

function saidOf(message, state, view) {
  const isSwapped = view.swapped.has(message.client_id)
  const pair = pairOf(message, state.viewer, view.others, isSwapped)
  const names = (code) => view.languages[code]?.name ?? code
  const about = { source: message.language, target: pair.target, names }
  const notes = pair.checks.map((check) => ({ text: noteOf(check, about), isBad: check.reason === FIGURE }))
  notes.push(...voiceNotes(message))
  return { pair, notes, isSwapped, receipt: receiptFor(message, state), error: message.pending?.error ?? "" }
}

function receiptFor(message, state) {
  if (message.sender.id !== state.viewer.id) return ""
  if (message.pending) return message.pending.state === "failed" ? "failed" : "pending"
  return receiptOf(state, message)
}

function grouped(items, firstUnread) {
  const divided = items.map((item, index) => ({
    ...item,
    isNewDay: item.day !== items[index - 1]?.day,
    isFirstUnread: firstUnread !== null && item.seq === firstUnread,
  }))
  const newestMine = divided.findLastIndex((item) => item.side === "mine")
  return divided.map((item, index) => ({
    ...item,
    isNewestMine: index === newestMine,
    startsGroup: !continues(divided[index - 1], item),
    endsGroup: !continues(item, divided[index + 1]),
  }))
}

/** Does `item` stand in the same group as the one before it? */
function continues(before, item) {
  if (!before || !item || item.isNewDay || item.isFirstUnread) return false
  if (before.kind === "system" || item.kind === "system") return false
  return before.message.sender.id === item.message.sender.id && item.at - before.at < GROUP_GAP_MS
}

function withDividers(item, state, view) {
  const entries = [item]
  if (item.isFirstUnread) entries.unshift(unreadEntry(item))
  if (item.isNewDay) entries.unshift(dayEntry(item, state, view))
  return entries
}

function unreadEntry(item) {
  return { kind: "unread", key: "unread", text: interpolate(gettext("New since %(time)s"), { time: item.time }) }
}

function dayEntry(item, state, { locale, now }) {
  const text = dayLabel(new Date(item.at), { timeZone: state.viewer.time_zone, locale, now })
  return { kind: "day", key: `d:${item.day}`, day: item.day, text }
}
