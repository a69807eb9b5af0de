// The rule of the pair: which text of a message stands large, which small. The server follows the same rule.

const NOT_RUNNING = { reason: "engine_failed", original: "", translated: "" }

/**
 * How `viewer` sees `message`.
 *
 * `viewer` is `{side, reads, original_first}`, `others` the reading languages of the other side's people, in order.
 * The answer is `{state, large, small, more, checks, target}`: `state` is `same`, `done`, `pending` or `failed`;
 * `large` and `small` are `{text, language}`, or `small` null; a text that is still to come is empty; `more` counts the
 * further languages in which the other side reads it; `checks` are the findings to be noted under the pair; `target`
 * is the language of the translation in question, or null.
 */
export function pairOf(message, viewer, others, swapped = false) {
  const foreign = !viewer.reads.includes(message.language)
  const pair = foreign ? foreignPair(message, viewer.reads[0]) : ownPair(message, viewer, others)
  const flipped = swapped !== (foreign && Boolean(viewer.original_first))
  return flipped && pair.small ? { ...pair, large: pair.small, small: pair.large } : pair
}

/** The reading languages of the people on the other side than `side`, each once. */
export function otherLanguages(participants, side) {
  return [...new Set(participants.filter((person) => person.side !== side).map((person) => person.reads))]
}

function foreignPair(message, target) {
  const original = originalOf(message)
  if (!message.text) return same(original)
  const translation = message.translations[target] ?? missing()
  if (translation.state === "failed") return failed(original, translation, target)
  return translated({ target, translation, large: lineOf(translation, target), small: original })
}

function ownPair(message, viewer, others) {
  const original = originalOf(message)
  const targets = others.filter((code) => code !== message.language && message.translations[code])
  if (message.side !== viewer.side || !message.text || targets.length === 0) return same(original)
  const translation = message.translations[targets[0]]
  if (translation.state === "failed") return failed(original, translation, targets[0])
  const small = lineOf(translation, targets[0])
  return { ...translated({ target: targets[0], translation, large: original, small }), more: targets.length - 1 }
}

function originalOf(message) {
  return { text: message.text, language: message.language }
}

function lineOf(translation, language) {
  return { text: translation.state === "done" ? translation.text : "", language }
}

function missing() {
  return { state: "failed", text: "", checks: [] }
}

function same(original) {
  return { state: "same", large: original, small: null, more: 0, checks: [], target: null }
}

function failed(original, translation, target) {
  const checks = [translation.checks?.[0] ?? NOT_RUNNING]
  return { state: "failed", large: original, small: null, more: 0, checks, target }
}

function translated({ target, translation, large, small }) {
  const differing = (translation.checks ?? []).filter((check) => check.reason === "figure_differs")
  const checks = translation.state === "done" ? differing : []
  return { state: translation.state, large, small, more: 0, checks, target }
}
