// What is being said in a thread, utterance by utterance, as a pure reducer: no DOM, no socket, no clock of its own.
//
// An utterance is a block from its first words on. Ended, it waits for its message; with the message's text in the
// reader's language it is finished, stays for a while, and then stands in the history alone. Words come as ephemeral
// events, so a block that nothing more is heard of goes by itself.
import { otherLanguages, pairOf } from "../lib/pair.js";

export const MOST_BLOCKS = 3
export const QUIET_MS = 20_000
export const LATE_MS = 5_000
export const FINISHED_MS = 4_000
export const FADE_MS = 200
const MOST_DONE = 40

/** `viewer` and `participants` as in the state of a thread. */
export function initialCaptions({ viewer, participants }) {
  return { viewer, participants, blocks: {}, done: [] }
}

/** The state after an event of the server or of this page. `now` is in milliseconds. */
export function reduceCaptions(state, event, now) {
  return HANDLERS[event.type]?.(state, event, now) ?? state
}

/** The blocks that are shown at `now`: at most three, in the order in which they began. */
export function shownBlocks(state, now, finishedMs = FINISHED_MS) {
  const begun = Object.values(state.blocks).filter((block) => block.speaker && !isGone(block, now, finishedMs))
  return begun.sort(byStart).slice(-MOST_BLOCKS)
}

/** When the blocks have to be looked at again, in milliseconds; Infinity where there are none. */
export function captionsDue(state, now, finishedMs = FINISHED_MS) {
  const moments = Object.values(state.blocks).flatMap((block) => momentsOf(block, finishedMs))
  return Math.min(Infinity, ...moments.filter((moment) => moment > now))
}

/** Is a block about to go at `now`? */
export function isFading(block, now, finishedMs = FINISHED_MS) {
  return block.finishedAt !== null && now >= block.finishedAt + finishedMs
}

/** Has the translation of what is being said been waited for long enough? */
export function isLate(block, now) {
  return now >= block.seenAt + LATE_MS
}

/** Who is speaking at `now`, by their ids, without the viewer. */
export function speakingNow(state, now) {
  const open = shownBlocks(state, now).filter((block) => block.outcome === null && block.message === null)
  return [...new Set(open.map((block) => block.speaker))].filter((id) => id !== state.viewer.id)
}

/** How far the newest words of those who speak are behind, in milliseconds; null while nobody speaks. */
export function lagOf(state, now) {
  const open = shownBlocks(state, now).filter((block) => block.outcome === null && block.lagMs !== null)
  return open.length > 0 ? Math.max(...open.map((block) => block.lagMs)) : null
}

const HANDLERS = {
  "utterance.partial": partial,
  "caption.partial": caption,
  "utterance.ended": ended,
  "messages.changed": messagesChanged,
  "captions.expired": expired,
}

// What is still on its way when the end has come counts no more: words after the end, captions after the message.
function partial(state, event, now) {
  if (state.blocks[event.utterance]?.outcome || state.blocks[event.utterance]?.message) return state
  const { speaker, language, started_at, committed, tentative, lag_ms } = event
  const spoken = { speaker, language, startedAt: started_at, words: { committed, tentative }, lagMs: lag_ms }
  return withBlock(state, event.utterance, now, () => spoken)
}

function caption(state, { utterance, language, committed, tentative }, now) {
  if (state.blocks[utterance]?.message) return state
  const add = (block) => ({ captions: { ...block.captions, [language]: { committed, tentative } } })
  return withBlock(state, utterance, now, add)
}

function ended(state, { utterance, outcome }, now) {
  if (!state.blocks[utterance]) return state
  // Nothing comes of it: neither a message nor anything that could be read.
  if (outcome !== "sent") return without(state, utterance)
  return withBlock(state, utterance, now, () => ({ outcome, lagMs: null }))
}

// `messages` are those of the thread: one under the utterance's id and of its speaker is what came of it.
function messagesChanged(state, { messages, participants }, now) {
  const before = { ...state, participants }
  const said = messages.filter((message) => state.blocks[message.client_id]?.speaker === message.sender.id)
  return said.reduce((next, message) => becameMessage(next, message, now), before)
}

function becameMessage(state, message, now) {
  if (state.blocks[message.client_id].message === message) return state
  if (!message.text || isVeiled(message, state.viewer)) return without(state, message.client_id)
  const others = otherLanguages(state.participants, state.viewer.side)
  const isFinal = pairOf(message, state.viewer, others).state !== "pending"
  const finish = (block) => ({ message, lagMs: null, finishedAt: isFinal ? (block.finishedAt ?? now) : null })
  return withBlock(state, message.client_id, now, finish)
}

// A message with another way to pay is folded behind a warning in the history: here it would stand openly.
function isVeiled(message, viewer) {
  return message.payment && message.side !== viewer.side
}

function withBlock(state, utterance, now, change) {
  if (state.done.includes(utterance)) return state
  const block = state.blocks[utterance] ?? blank(utterance, now)
  return { ...state, blocks: { ...state.blocks, [utterance]: { ...block, ...change(block), heardAt: now } } }
}

// A caption may come before the first words that this screen gets: then nobody is known to speak yet.
function blank(utterance, now) {
  return {
    utterance, seenAt: now, heardAt: now, speaker: "", language: "", startedAt: "", lagMs: null,
    words: { committed: "", tentative: "" }, captions: {}, outcome: null, message: null, finishedAt: null,
  }
}

function without(state, utterance) {
  const { [utterance]: _, ...blocks } = state.blocks
  return { ...state, blocks, done: [...state.done, utterance].slice(-MOST_DONE) }
}

function expired(state, { finishedMs = FINISHED_MS }, now) {
  const shown = shownBlocks(state, now, finishedMs)
  const gone = Object.values(state.blocks).filter((block) => isGone(block, now, finishedMs) || isCrowdedOut(block, shown))
  const forgotten = gone.reduce((next, block) => without(next, block.utterance), state)
  // One that merely fell silent may go on: the words that come then are all of it.
  return { ...forgotten, done: forgotten.done.filter((id) => state.done.includes(id) || state.blocks[id].message) }
}

function isCrowdedOut(block, shown) {
  return block.finishedAt !== null && !shown.includes(block)
}

function isGone(block, now, finishedMs) {
  return now >= goneAt(block, finishedMs)
}

function goneAt({ heardAt, finishedAt }, finishedMs = FINISHED_MS) {
  return finishedAt === null ? heardAt + QUIET_MS : finishedAt + finishedMs + FADE_MS
}

function momentsOf(block, finishedMs) {
  const fading = block.finishedAt === null ? [] : [block.finishedAt + finishedMs]
  return [block.seenAt + LATE_MS, ...fading, goneAt(block, finishedMs)]
}

function byStart(one, other) {
  return Date.parse(one.startedAt) - Date.parse(other.startedAt) || one.seenAt - other.seenAt
}
