// The browser's notifications: whether they are on here, and showing one. Never asked for but by a button.
import { isAnyAttended } from "./attention.js";
import { gettext } from "./i18n.js";

const CLAIM_MS = 300_000
const keyOf = (user) => `parley-notifications-${user}`

/** `unavailable`, `denied`, `off` or `on`: what this browser does for this person. */
export function notificationState(user) {
  // Without locks (on plain http, say) several tabs would each tell of a message: such browsers show none there anyway.
  if (!globalThis.Notification || !navigator.locks) return "unavailable"
  if (Notification.permission === "denied") return "denied"
  return Notification.permission === "granted" && localStorage.getItem(keyOf(user)) === "on" ? "on" : "off"
}

/** Asks the browser's permission where it has not been given yet. To be called by a press of a button. */
export async function turnOn(user) {
  if ((await Notification.requestPermission()) === "granted") localStorage.setItem(keyOf(user), "on")
}

export function turnOff(user) {
  localStorage.removeItem(keyOf(user))
}

/** Shows a notice where nobody looks at any tab of ours; of several tabs one does. */
export async function notify(user, notice) {
  if (notificationState(user) !== "on" || (await isAnyAttended())) return
  const claim = `parley-notice-${notice.message_id}`
  // Browsers of phones show none from a page and throw instead: there is nothing to be done about it.
  navigator.locks.request(claim, { ifAvailable: true }, (got) => got && show(notice)).catch(() => {})
}

// The claim is held for as long as a message is news, so that a slower tab finds it taken.
function show({ message_id, name, subject, line, language, silent, url }) {
  const body = line || gettext("New message")
  const shown = new Notification(`${name}: ${subject}`, { body, lang: line ? language : "", dir: "auto", tag: message_id, silent })
  shown.addEventListener("click", () => {
    window.focus()
    shown.close()
    location.assign(`${url}?message=${message_id}`)
  })
  return new Promise((resolve) => setTimeout(resolve, CLAIM_MS))
}
