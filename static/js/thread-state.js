// What a screen knows of a thread, as a pure reducer: no DOM, no socket, no clock of its own.
//
// Durable events are applied in the order of their `seq`, each once. One that comes too early is kept in `ahead` until
// what lies between has come; `hasGap` tells that something is missing, and subscribing again from `cursor` brings it.
import { DURABLE_EVENTS } from "./protocol.js";
import { applyToMessage, mergeDuplicate, mergeMessages } from "./models/messages.js";

export const TYPING_MS = 6_000
const MAX_AHEAD = 500
const MAX_ORPHANS = 500
const RECEIPTS = ["sent", "delivered", "read"]

/** The state of a page as the server rendered it. `snapshot` is the object under `thread-state`. */
export function initialState(snapshot) {
  return {
    thread: snapshot.thread,
    cursor: snapshot.cursor,
    newest: snapshot.cursor,
    more: snapshot.more,
    viewer: snapshot.viewer,
    participants: snapshot.participants,
    messages: snapshot.messages,
    about: {},
    pending: [],
    typing: {},
    ahead: {},
    orphans: [],
  }
}

/** The state after an event of the server or of this page. `now` is in milliseconds and serves typing only. */
export function reduce(state, event, now = 0) {
  if (DURABLE_EVENTS.includes(event.type)) return applyDurable(state, event)
  return HANDLERS[event.type]?.(state, event, now) ?? state
}

/** Is an event missing between the cursor and the newest one that is known to exist? */
export function hasGap(state) {
  return state.newest > state.cursor
}

/** `sent`, `delivered` or `read`: how far a message has come with the other side. */
export function receiptOf(state, message) {
  const others = state.participants.filter((person) => person.side !== message.side)
  const reached = others.map((person) => reachedBy(person, message.seq))
  return RECEIPTS[Math.max(0, ...reached)]
}

/** The names of those who are writing at `now`, without the viewer. */
export function typingNames(state, now) {
  const writing = Object.entries(state.typing).filter(([user, { until }]) => user !== state.viewer.id && until > now)
  return writing.map(([, { name }]) => name)
}

/** When the typing line has to be looked at again, in milliseconds; Infinity while nobody writes. */
export function typingEnds(state) {
  return Math.min(Infinity, ...Object.values(state.typing).map(({ until }) => until))
}

const HANDLERS = {
  "thread.subscribed": (state, { cursor, participants }) => ({ ...knowing(state, cursor), participants }),
  "thread.reloaded": reloaded,
  "history.loaded": historyLoaded,
  "typing.started": typingStarted,
  "typing.expired": (state, event, now) => ({ ...state, typing: stillTyping(state.typing, now) }),
  "presence.changed": (state, { user, online, last_seen_at }) => withPerson(state, user, { online, last_seen_at }),
  "receipt.changed": receiptChanged,
  "view.swapped": (state, { original_first }) => ({ ...state, viewer: { ...state.viewer, original_first } }),
  "pending.added": (state, { item }) => pendingAdded(state, item),
  "pending.changed": (state, { item }) => pendingChanged(state, item),
  "pending.removed": (state, { client_id }) => withoutPending(state, [client_id]),
}

function applyDurable(state, event) {
  if (event.seq <= state.cursor) return duplicate(state, event)
  const ahead = Object.keys(state.ahead).length < MAX_AHEAD ? { ...state.ahead, [event.seq]: event } : state.ahead
  return drain({ ...knowing(state, event.seq), ahead })
}

function knowing(state, seq) {
  return { ...state, newest: Math.max(state.newest, seq) }
}

/** Applies whatever follows the cursor without a gap. */
function drain(state) {
  let next = state
  while (next.ahead[next.cursor + 1]) {
    const { [next.cursor + 1]: event, ...ahead } = next.ahead
    next = { ...applyInOrder(next, event), cursor: event.seq, ahead }
  }
  return next
}

function applyInOrder(state, event) {
  if (event.type === "thread.changed") return { ...state, about: aboutOf(event) }
  if (event.type === "message.sent") return messageSent(state, event.message)
  return aboutMessage(state, event)
}

function messageSent(state, message) {
  const { [message.sender.id]: _, ...typing } = state.typing
  return arrived({ ...state, typing }, [message])
}

/** A message that comes a second time may carry translations that the first one was still waiting for. */
function duplicate(state, event) {
  if (event.type !== "message.sent") return state
  return mapMessage(state, event.message.id, (message) => mergeDuplicate(message, event.message))
}

function aboutMessage(state, event) {
  const id = event.message_id ?? event.message.id
  if (state.messages.some((message) => message.id === id)) {
    return mapMessage(state, id, (message) => applyToMessage(message, event))
  }
  // Its message may be on a page of history that is on its way, read before this happened.
  return { ...state, orphans: [...state.orphans, event].slice(-MAX_ORPHANS) }
}

function historyLoaded(state, { messages, more }) {
  const page = messages.map((message) => caughtUp(message, state.orphans))
  const loaded = new Set(page.map((message) => message.id))
  const orphans = state.orphans.filter((event) => !loaded.has(event.message_id ?? event.message.id))
  return { ...arrived(state, page), more, orphans }
}

function caughtUp(message, orphans) {
  const own = orphans.filter((event) => (event.message_id ?? event.message.id) === message.id)
  return own.reduce(applyToMessage, message)
}

function reloaded(state, { messages, more, cursor, subject, blocked_by }) {
  const ahead = Object.fromEntries(Object.entries(state.ahead).filter(([seq]) => Number(seq) > cursor))
  const about = { ...state.about, subject, blocked_by }
  const fresh = { ...state, about, messages: [], orphans: [], more, cursor, ahead, newest: Math.max(state.newest, cursor) }
  return drain(arrived(fresh, messages))
}

function arrived(state, messages) {
  const mine = messages.filter((message) => message.sender.id === state.viewer.id)
  const merged = { ...state, messages: mergeMessages(state.messages, messages) }
  return withoutPending(merged, mine.map((message) => message.client_id))
}

function aboutOf({ subject, status, buyer_assignee, supplier_assignee, blocked_by = [] }) {
  return { subject, status, buyer_assignee, supplier_assignee, blocked_by }
}

function mapMessage(state, id, change) {
  const messages = state.messages.map((message) => (message.id === id ? change(message) : message))
  return { ...state, messages }
}

function typingStarted(state, { user, name }, now) {
  return { ...state, typing: { ...stillTyping(state.typing, now), [user]: { name, until: now + TYPING_MS } } }
}

function stillTyping(typing, now) {
  return Object.fromEntries(Object.entries(typing).filter(([, { until }]) => until > now))
}

function withPerson(state, user, change) {
  const participants = state.participants.map((person) => (person.id === user ? { ...person, ...change } : person))
  return { ...state, participants }
}

function receiptChanged(state, { user, delivered_seq, read_seq }) {
  const known = state.participants.find((person) => person.id === user) ?? { delivered_seq: 0, read_seq: 0 }
  return withPerson(state, user, {
    delivered_seq: Math.max(known.delivered_seq, delivered_seq),
    read_seq: Math.max(known.read_seq, read_seq),
  })
}

function reachedBy(person, seq) {
  if (person.read_seq >= seq) return 2
  return person.delivered_seq >= seq ? 1 : 0
}

function pendingAdded(state, item) {
  const arrivedAlready = state.messages.some((message) => isEchoOf(message, item, state.viewer))
  const others = state.pending.filter((other) => other.client_id !== item.client_id)
  return arrivedAlready ? state : { ...state, pending: [...others, item] }
}

function isEchoOf(message, item, viewer) {
  return message.client_id === item.client_id && message.sender.id === viewer.id
}

function pendingChanged(state, item) {
  const pending = state.pending.map((other) => (other.client_id === item.client_id ? item : other))
  return { ...state, pending }
}

function withoutPending(state, clientIds) {
  if (clientIds.length === 0) return state
  return { ...state, pending: state.pending.filter((item) => !clientIds.includes(item.client_id)) }
}
