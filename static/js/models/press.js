// What a press on the talk button means, as a pure machine. Holding talks while it is held; a short press locks: talking
// goes on until the next one. With the microphone open, a press mutes and unmutes.
export const SHORT_MS = 300

const HELD_OR_LOCKED = ({ heldMs }) => (heldMs < SHORT_MS ? to("locked") : to("idle", "stop"))

/**
 * State by state, what an event leads to. The events are `down`, `up` (with `heldMs`), `click` (a press without a
 * length, by Enter or by an assistive tool), `cancel` (the press was taken away), `mute`, `open` and `shut` (the open
 * microphone), `stopped` (talking has ended by itself).
 */
const TABLE = {
  idle: { down: to("held", "start"), click: to("locked", "start"), open: to("open", "start") },
  held: { up: HELD_OR_LOCKED, cancel: to("idle", "stop"), mute: to("idle", "stop"), stopped: to("idle"), open: to("open", "restart") },
  locked: { down: to("closing"), click: to("idle", "stop"), mute: to("idle", "stop"), stopped: to("idle"), open: to("open", "restart") },
  closing: { up: to("idle", "stop"), cancel: to("locked"), mute: to("idle", "stop"), stopped: to("idle") },
  open: { up: to("muted", "stop"), click: to("muted", "stop"), mute: to("muted", "stop"), shut: to("idle", "stop"), stopped: to("muted") },
  muted: { up: to("open", "start"), click: to("open", "start"), mute: to("open", "start"), shut: to("idle") },
}

/** What follows from `event` in `state`: `{state, action}`, the action being `start`, `stop`, `restart` or null. */
export function press(state, event) {
  const step = TABLE[state][event.type]
  if (!step) return { state, action: null }
  return typeof step === "function" ? step(event) : step
}

/** Is the microphone to stay open by itself in this state, rather than by a press? */
export function isHandsFree(state) {
  return state === "open" || state === "muted"
}

/** Is talking wanted in this state, whether it has begun already or not? */
export function isWanted(state) {
  return state !== "idle" && state !== "muted"
}

function to(state, action = null) {
  return { state, action }
}
