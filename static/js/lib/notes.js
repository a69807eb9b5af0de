// The sentences under a pair.
import { gettext, interpolate } from "./i18n.js";

/** What a finding says to the reader. `names` gives a language's name in the interface language. */
export function noteOf(check, { source, target, names }) {
  if (check.reason === "figure_differs") return figureNote(check)
  const reason = reasonOf(check.reason, names(source), names(target))
  return interpolate(gettext("Not translated: %(reason)s."), { reason })
}

function figureNote({ original, translated }) {
  const text = gettext("Figure differs: original %(a)s, translation %(b)s. The original is shown.")
  return interpolate(text, { a: original, b: translated || "–" })
}

/** Why there is no translation, as a part of a sentence. */
export function reasonOf(reason, source, target) {
  switch (reason) {
    case "no_pack":
      return interpolate(gettext("no language pack for %(a)s to %(b)s"), { a: source, b: target })
    case "timed_out":
      return gettext("it took too long")
    case "repeated":
      return gettext("the result repeated itself")
    case "wrong_script":
      return gettext("the result was in the wrong script")
    case "copied":
      return gettext("the result was the original again")
    case "length":
      return gettext("parts were missing")
    case "added":
      return gettext("the result said more than the original")
    case "answered":
      return gettext("the result answered the question")
    case "negation":
      return gettext("a “not” was lost or added")
    case "figures_moved":
      return gettext("figures had changed places")
    default:
      return gettext("the translator is not running")
  }
}
