// What stands above a thread follows its state: the subject, who is there, and what the menu offers.
import { setText, slot } from "./dom.js";
import { gettext } from "./i18n.js";
import { drawPresence } from "./presence.js";
import { setSubject } from "./title.js";

/** Draws what has become another between two states. */
export function drawHead(root, before, after) {
  if (before.participants !== after.participants) drawPresence(root, after.participants, after.viewer.time_zone)
  if (before.about !== after.about) drawSubject(root, after.about)
  if (before.viewer !== after.viewer) drawSwap(root, after.viewer)
}

function drawSubject(root, { subject }) {
  setText(slot(root, "subject"), subject)
  setSubject(subject)
}

function drawSwap(root, { original_first }) {
  const text = original_first ? gettext("Translation first") : gettext("Original first")
  setText(slot(root.querySelector('[data-action="swap-all"]'), "swap-text"), text)
}
