// How many threads wait to be read: in the window's title, on its icon, at the rail and on the installed app.
import { setText, show } from "./dom.js";

const COUNTED = /^\((\d+)\) /
const MOST = 99

export function setUnreadTotal(n) {
  const title = document.title.replace(COUNTED, "")
  document.title = n > 0 ? `(${n}) ${title}` : title
  show(document.querySelector('[data-slot="unread-total"]'), n > 0)
  setText(document.querySelector('[data-slot="unread-count"]'), n > MOST ? `${MOST}+` : String(n))
  dot(n > 0)
  badge(n)
}

/** How many wait, as the title of a page says. */
export function countIn(title) {
  return Number(COUNTED.exec(title)?.[1] ?? 0)
}

/** Shows on the installed app how many wait, as the page that was loaded says. */
export function showBadge() {
  badge(countIn(document.title))
}

/** Puts another subject into the title, and leaves the number. */
export function setSubject(subject) {
  const count = COUNTED.exec(document.title)?.[0] ?? ""
  document.title = `${count}${subject} - Parley`
}

function dot(visible) {
  const icon = document.querySelector('link[rel="icon"]')
  const wanted = visible ? icon?.dataset.unread : icon?.dataset.plain
  if (wanted && icon.getAttribute("href") !== wanted) icon.setAttribute("href", wanted)
}

function badge(n) {
  navigator.setAppBadge?.(n).catch(() => {})
}
