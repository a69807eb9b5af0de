// The hidden log that screen readers follow.
import { make } from "./dom.js";

const GONE_AFTER_MS = 7_000

/** Says a line of spans `{text, language}`; a language of "" is the interface's. */
export function announce(spans) {
  add(document.getElementById("announcer"), make("p", {}, ...spans.map(spanOf)))
}

/** Says at once what has gone wrong. */
export function alarm(text) {
  add(document.body, make("p", { class: "visually-hidden", role: "alert" }, text))
}

function add(parent, line) {
  parent?.append(line)
  setTimeout(() => line.remove(), GONE_AFTER_MS)
}

function spanOf({ text, language }) {
  return make("span", language ? { lang: language } : {}, `${text} `)
}
