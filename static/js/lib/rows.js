// What a row of the inbox says of its thread, and how a fresh one takes the place of the one on the screen.

export function threadOf(item) {
  return item.dataset.thread
}

/** The moment of its latest activity, in milliseconds: the order of the list. */
export function timeOf(item) {
  return Date.parse(item.querySelector("time").dateTime)
}

export function isArchived(item) {
  return item.dataset.archived === "true"
}

/** Does a row that was not in the list come into it under this filter? */
export function belongs(item, filter) {
  const { classList } = item.querySelector(".row")
  if (isArchived(item)) return filter === "archived"
  if (filter === "unread") return classList.contains("row--unread")
  if (filter === "turn") return classList.contains("row--turn")
  return filter === "all"
}

/** Fills `item` with what `fresh` holds. The link stays the same element, so that focus and pointer stay on it. */
export function takeOver(item, fresh) {
  const [link, source] = [item.querySelector(".row"), fresh.querySelector(".row")]
  link.className = source.className
  link.replaceChildren(...[...source.childNodes].map((node) => document.importNode(node, true)))
  return item
}
