// What the talk button says and looks like, by what the microphone is doing.
import { setIcon, setText, slot } from "./dom.js";
import { gettext } from "./i18n.js";

const FACES = {
  idle: () => ({ text: gettext("Hold to talk"), icon: "talk" }),
  held: () => ({ text: gettext("Release to send"), icon: "talk", isLive: true }),
  locked: () => ({ text: gettext("Stop and send"), icon: "send", isLive: true }),
  closing: () => ({ text: gettext("Stop and send"), icon: "send", isLive: true }),
  open: () => ({ text: gettext("Mute"), icon: "mute", isLive: true }),
  muted: () => ({ text: gettext("Unmute"), icon: "talk" }),
}

/** Draws the button in a state of models/press.js; `mayTalk` is false while there is no connection. */
export function drawTalkButton(button, state, { phase, mayTalk }) {
  const { text, icon, isLive = false } = FACES[state]()
  setText(slot(button, "talk-text"), text)
  setIcon(button.querySelector("use"), icon)
  button.classList.toggle("talk__button--live", isLive && phase !== "idle")
  button.setAttribute("aria-busy", String(phase === "opening"))
  button.setAttribute("aria-disabled", String(!mayTalk))
}
