// Menus that open natively (`popover`): placed at their button where CSS cannot do it, focus on the first item, arrows.

const GAP_PX = 4

/** Serves every `.menu[popover]` of the page. */
export function serveMenus() {
  document.addEventListener("toggle", onToggle, true)
  document.addEventListener("keydown", onKey)
}

function onToggle({ target, newState }) {
  if (newState !== "open" || !target.matches?.(".menu[popover]")) return
  if (!CSS.supports("position-area", "block-end")) place(target, openerOf(target))
  itemsOf(target)[0]?.focus()
}

// The button that was pressed: of several that open one menu it is the one with the focus.
function openerOf(menu) {
  const openers = [...document.querySelectorAll(`[popovertarget="${menu.id}"]`)]
  return openers.find((opener) => opener.matches(":focus, :hover")) ?? openers[0]
}

function place(menu, opener) {
  if (!opener) return
  const at = opener.getBoundingClientRect()
  const { width, height } = menu.getBoundingClientRect()
  const isRoomBelow = at.bottom + GAP_PX + height <= innerHeight
  const top = isRoomBelow ? at.bottom + GAP_PX : Math.max(0, at.top - GAP_PX - height)
  const left = Math.max(0, Math.min(at.left, innerWidth - width))
  for (const [name, value] of Object.entries({ position: "fixed", inset: "auto", margin: 0 })) menu.style.setProperty(name, value)
  menu.style.setProperty("top", `${top}px`)
  menu.style.setProperty("left", `${left}px`)
}

function onKey(event) {
  const menu = event.target.closest?.(".menu[popover]")
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!menu || !step || event.target.matches("input, select")) return
  const items = itemsOf(menu)
  items.at((items.indexOf(document.activeElement) + step) % items.length)?.focus()
  event.preventDefault()
}

function itemsOf(menu) {
  return [...menu.querySelectorAll(".menu__item")].filter((item) => item.checkVisibility())
}
