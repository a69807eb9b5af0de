// Who is there, in header and panel.
import { gettext, interfaceLanguage, interpolate } from "./i18n.js";
import { clock, day, sameDay } from "./time.js";

/** Presence in words. */
export function presenceText({ online, last_seen_at }, { timeZone, now = new Date(), locale = interfaceLanguage() }) {
  if (online) return gettext("Online")
  if (!last_seen_at) return gettext("Away")
  const at = new Date(last_seen_at)
  const options = { timeZone, locale, now }
  return interpolate(gettext("Last seen %(time)s"), { time: sameDay(at, now, timeZone) ? clock(at, options) : day(at, options) })
}

/** Shows the presence of `people` wherever `root` has them. */
export function drawPresence(root, people, timeZone) {
  for (const person of people) {
    const text = presenceText(person, { timeZone })
    for (const dot of root.querySelectorAll(`[data-user="${CSS.escape(person.id)}"] .presence`)) {
      dot.dataset.online = String(person.online)
      dot.setAttribute("aria-label", text)
      dot.title = text
    }
  }
}
