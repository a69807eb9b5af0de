// Why there is no sound from a microphone, in words.
import { gettext } from "../lib/i18n.js";

const BLOCKED = ["NotAllowedError", "SecurityError"]
const BUSY = ["NotReadableError", "AbortError", "TrackStartError"]

/** The sentence for an error of `getUserMedia` or of a browser that has none. */
export function microphoneWords({ name }) {
  if (name === "InsecureError") return gettext("The browser allows a microphone over https only. You can still write.")
  if (BLOCKED.includes(name)) return gettext("The microphone is blocked. Allow it in the browser's settings for this site.")
  if (BUSY.includes(name)) return gettext("Another program uses the microphone. Close it and try again.")
  return gettext("No microphone found. You can still write.")
}

export function unpluggedWords() {
  return gettext("The microphone was unplugged. What was heard is kept.")
}
