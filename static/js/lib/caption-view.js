// What a block of captions shows: whose it is, the large line in the reader's language, the small one. Pure.
import { isFading, isLate } from "../models/captions.js";
import { gettext, interpolate } from "./i18n.js";
import { noteOf } from "./notes.js";
import { otherLanguages, pairOf } from "./pair.js";

const SPACELESS = /^(zh|ja|th|lo|my|km)\b/
const CLOSING = /^[\s.,;:!?%)\]}’”»…]/
const OPENING = /[\s([{¿¡«“‘]$/

/** The space between the words that stand and those that may still change, as their language has it. */
export function gapBetween({ committed, tentative }, language) {
  if (!committed || !tentative || SPACELESS.test(language)) return ""
  return CLOSING.test(tentative) || OPENING.test(committed) ? "" : " "
}

/**
 * A block as its viewer sees it: `{key, name, side, isMine, startedAt, large, small, note, isWaiting, isFading}`.
 *
 * `large` and `small` are `{committed, tentative, language, checks}` or null; `note` a sentence in the place of the
 * small line; `isWaiting` says that the large line is on its way. `languages` gives the names of languages.
 */
export function captionOf(block, { viewer, participants, languages }, now, finishedMs) {
  const person = participants.find(({ id }) => id === block.speaker) ?? { name: "", side: "" }
  const isMine = block.speaker === viewer.id
  const about = { viewer, participants, languages, now, isMine }
  return {
    key: block.utterance, name: person.name, side: person.side === viewer.side ? "ours" : "theirs", isMine,
    startedAt: block.startedAt, isFading: isFading(block, now, finishedMs), ...linesOf(block, about),
  }
}

function linesOf(block, about) {
  const final = block.message && finalLines(block.message, about)
  if (final) return final
  return about.isMine ? ownLines(block, about) : heardLines(block, about)
}

function heardLines(block, { viewer, now }) {
  const words = { ...block.words, language: block.language, checks: [] }
  const caption = block.captions[viewer.reads[0]]
  if (viewer.reads.includes(block.language)) return lines({ large: words })
  if (hasWords(caption)) return lines({ large: { ...caption, language: viewer.reads[0], checks: [] }, small: words })
  if (isLate(block, now) || block.message) return lines({ large: words, note: gettext("Translating") })
  return lines({ small: words, isWaiting: true })
}

function ownLines(block, { viewer, participants }) {
  const large = { ...block.words, language: block.language, checks: [] }
  const target = otherLanguages(participants, viewer.side).find((code) => code !== block.language)
  if (!target) return lines({ large })
  const caption = block.captions[target]
  if (hasWords(caption)) return lines({ large, small: { ...caption, language: target, checks: [] } })
  return lines({ large, note: untranslatedFor(readersOf(target, participants, viewer)) })
}

/** The lines of what was said, once it is a message; null while its translation is on the way. */
function finalLines(message, { viewer, participants, languages }) {
  const pair = pairOf(message, { ...viewer, original_first: false }, otherLanguages(participants, viewer.side))
  if (pair.state === "pending") return null
  const names = (code) => languages[code]?.name ?? code
  const finding = pair.state === "failed" ? pair.checks[0] : null
  const note = finding ? noteOf(finding, { source: message.language, target: pair.target, names }) : ""
  return lines({ large: whole(pair.large, pair), small: pair.small && whole(pair.small, pair), note })
}

function lines({ large = null, small = null, note = "", isWaiting = false }) {
  return { large, small, note, isWaiting }
}

function whole({ text, language }, { target, checks }) {
  return { committed: text, tentative: "", language, checks: language === target ? checks : [] }
}

function hasWords(caption) {
  return Boolean(caption && (caption.committed || caption.tentative))
}

function readersOf(language, participants, { side }) {
  return participants.filter((person) => person.side !== side && person.reads === language).map((person) => person.name)
}

function untranslatedFor(names) {
  return interpolate(gettext("Still being translated for %(name)s"), { name: names.join(", ") })
}
