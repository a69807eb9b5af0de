// Whether somebody looks at this tab, and whether somebody looks at any tab of ours.

const IN_VIEW = "parley-in-view"

/** Is the tab visible and its window focused? */
export function isAttended() {
  return document.visibilityState === "visible" && document.hasFocus()
}

/** Tells the other tabs, from now on, while this one is looked at. */
export function tellAttention() {
  let release = null
  const hold = () => new Promise((resolve) => (release = resolve))
  const look = () => {
    if (isAttended() === Boolean(release)) return
    if (release) release = release()
    else navigator.locks?.request(IN_VIEW, { mode: "shared" }, hold)
  }
  for (const name of ["focus", "blur"]) addEventListener(name, look)
  document.addEventListener("visibilitychange", look)
  look()
}

/** Is any tab of ours in this browser looked at? */
export async function isAnyAttended() {
  if (isAttended()) return true
  const { held } = await navigator.locks.query()
  return held.some(({ name }) => name === IN_VIEW)
}
