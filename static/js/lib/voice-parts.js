// What a spoken message shows beside its pair: the player, words that can be heard, figures that wait to be confirmed.
import { make, setText, show, slot } from "./dom.js";
import { gettext, interpolate } from "./i18n.js";

const JOINT = " · "

/** Fills the spoken parts of a bubble from an entry of lib/history-view.js. */
export function fillVoice(root, { message, pair, side }) {
  const { voice } = message
  show(slot(root, "voice"), Boolean(voice))
  const waits = Boolean(voice?.figures.length)
  root.classList.toggle("message--unconfirmed", waits)
  setText(slot(root, "heard"), heardText(voice))
  show(slot(root, "heard"), Boolean(heardText(voice)))
  show(slot(root, "figures"), waits && side === "mine")
  if (!voice) return
  root.querySelector("voice-player").play(voice)
  fillWords(root, message, pair)
  if (waits) setText(slot(root, "figures-text"), questionOf(voice.figures))
}

/** The sentences about the sound itself. */
export function voiceNotes({ voice }) {
  if (!voice) return []
  const notes = []
  if (!voice.transcribed) notes.push({ text: gettext("Not transcribed."), isBad: false })
  if (voice.cut) notes.push({ text: gettext("Cut off here: the connection was lost."), isBad: false })
  return notes
}

/** Plays a message from the first of its unconfirmed figures. */
export function replayFigures(root, { message }) {
  const { voice, text } = message
  const at = text.indexOf(voice.figures[0] ?? "")
  const word = placed(voice.words).find(({ end }) => end > at)
  root.querySelector("voice-player").playFrom(word?.start_ms ?? 0)
}

/** The words of a transcript with where each stands in the text: `{text, start_ms, end_ms, start, end}`. */
export function placed(words) {
  let end = 0
  return words.map((word) => ({ ...word, start: end, end: (end += word.text.length) }))
}

/** Does a word belong to one of the figures that nobody has confirmed? */
export function isHeard({ start, end }, text, figures) {
  return figures.some((figure) => {
    const at = text.indexOf(figure)
    return at >= 0 && start < at + figure.length && end > at
  })
}

function heardText(voice) {
  if (voice?.confirmed_by) return interpolate(gettext("Confirmed by %(name)s"), { name: voice.confirmed_by })
  return voice?.figures.length ? gettext("Heard, not confirmed") : ""
}

function questionOf(figures) {
  return interpolate(gettext("Heard: %(figures)s. Is that right?"), { figures: figures.join(JOINT) })
}

// In the line of what was said each word is a button; the other line stays as it is.
function fillWords(root, message, pair) {
  const { words, figures } = message.voice
  if (words.length === 0 || words.map(({ text }) => text).join("") !== message.text) return
  const line = ["large", "small"].map((name) => slot(root, name)).find((node) => node.lang === message.language)
  if (!line || line.classList.contains("skeleton") || (pair.large.language !== message.language && !pair.small)) return
  line.replaceChildren(...placed(words).map((word) => wordNode(word, isHeard(word, message.text, figures))))
}

function wordNode({ text, start_ms, end_ms }, heard) {
  const attributes = { type: "button", class: heard ? "word word--heard" : "word", tabindex: "-1", "data-start": start_ms, "data-end": end_ms }
  return make("button", attributes, text)
}
