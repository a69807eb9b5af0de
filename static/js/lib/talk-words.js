// What a talk tells: how to begin, what came of what was said, and why something is not as one expects.
import { setText, show, slot } from "./dom.js";
import { gettext, interfaceLanguage, interpolate } from "./i18n.js";
import { isSlow } from "./talk-head.js";

/** In the place of the captions, while there are none. */
export function hintFor(isLive) {
  if (isLive) return gettext("Your words appear here as you speak.")
  if (matchMedia("(pointer: coarse)").matches) {
    return gettext("Hold the button while you speak. A short press keeps the microphone on until the next one.")
  }
  return gettext("Hold the button or the space bar while you speak. A short press keeps the microphone on until the next one.")
}

/** What came of an utterance of mine, where it is no message. */
export function outcomeWords(outcome) {
  if (outcome === "silent") return gettext("No speech heard. Nothing was sent.")
  return outcome === "failed" ? gettext("This could not be sent. Say it again, or write it.") : ""
}

/** `told` is what was told last, of less weight than what lasts. */
export function noticeFor({ isConnected, lagMs, isSilenced, told }) {
  if (!isConnected) return gettext("Waiting for connection")
  if (isSlow(lagMs)) return gettext("The server is slow: fewer captions, nothing lost.")
  return isSilenced ? gettext("Nothing is read aloud while the microphone is open.") : told
}

/** The line above the message box that names who is speaking; none hides it. */
export function drawSpeakers(line, names) {
  const list = new Intl.ListFormat(interfaceLanguage(), { type: "conjunction" }).format(names)
  setText(slot(line, "speaking-text"), names.length > 0 ? interpolate(gettext("%(name)s is speaking"), { name: list }) : "")
  show(line, names.length > 0)
}
