// Voice notes of a thread: the button that records, by tap or by hold, and the recordings on their way.
import { slot } from "./dom.js";
import { NotesOut } from "./notes-out.js";

const HELD_MS = 300
const DISCARD_PX = 80

/** Begins to serve the recorder of a composer. */
export function serveVoiceNotes(composer, thread, connection) {
  const out = new NotesOut(slot(composer, "notes-out"), thread, connection)
  const recorder = composer.querySelector("voice-recorder")
  const button = composer.querySelector('[data-action="record"]')
  composer.addEventListener("recorder-send", ({ detail }) => out.send(detail))
  composer.addEventListener("recorder-open", ({ detail }) => {
    slot(composer, "form").hidden = detail
    if (!detail) button.focus()
  })
  holdToRecord(button, recorder)
}

// A tap locks it; held longer it records as long as it is held. Both end in looking at it, never in sending.
function holdToRecord(button, recorder) {
  button.addEventListener("click", ({ detail }) => detail === 0 && recorder.start())
  button.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return
    recorder.start()
    const listeners = new AbortController()
    const { signal } = listeners
    addEventListener("pointerup", (up) => {
      listeners.abort()
      if (up.timeStamp - down.timeStamp > HELD_MS) recorder.stop()
    }, { signal })
    addEventListener("pointermove", (move) => {
      if (!isDiscarding(down, move)) return
      listeners.abort()
      recorder.discard()
    }, { signal })
  })
}

function isDiscarding(down, move) {
  const towards = document.dir === "rtl" ? move.clientX - down.clientX : down.clientX - move.clientX
  return towards > DISCARD_PX
}
