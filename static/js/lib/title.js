// How many threads wait to be read: in the window's title, at the rail and on the installed app.
import { setText, show } from "./dom.js";

const COUNTED = /^\((\d+)\) /
const MOST = 99

export function unreadTotal() {
  return Number(COUNTED.exec(document.title)?.[1] ?? 0)
}

export function setUnreadTotal(n) {
  const title = document.title.replace(COUNTED, "")
  document.title = n > 0 ? `(${n}) ${title}` : title
  show(document.querySelector('[data-slot="unread-total"]'), n > 0)
  setText(document.querySelector('[data-slot="unread-count"]'), n > MOST ? `${MOST}+` : String(n))
  navigator.setAppBadge?.(n).catch(() => {})
}

/** Puts another subject into the title, and leaves the number. */
export function setSubject(subject) {
  const count = COUNTED.exec(document.title)?.[0] ?? ""
  document.title = `${count}${subject} - Parley`
}
