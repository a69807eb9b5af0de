// What stands above a thread follows its state: the subject, who is there, and what the menu offers.
import { setText, show, slot } from "./dom.js";
import { gettext } from "./i18n.js";
import { drawPresence } from "./presence.js";
import { setSubject } from "./title.js";

/** Draws what has become another between two states. */
export function drawHead(root, before, after) {
  if (before.participants !== after.participants) drawPresence(root, after.participants, after.viewer.time_zone)
  if (before.about !== after.about) drawSubject(root, after.about)
  if (before.about !== after.about) drawBlock(root, after.about.blocked_by, after.viewer.side)
  if (before.viewer !== after.viewer) drawSwap(root, after.viewer)
}

function drawSubject(root, { subject }) {
  setText(slot(root, "subject"), subject)
  setSubject(subject)
}

// While somebody blocks, a sentence stands in the place of the composer's box; only who blocked can lift it.
function drawBlock(root, blockedBy, side) {
  const isOurs = blockedBy.includes(side)
  root.querySelector("chat-composer").classList.toggle("composer--blocked", blockedBy.length > 0)
  for (const node of root.querySelectorAll('[data-when="blocked-by-us"]')) show(node, isOurs)
  for (const node of root.querySelectorAll('[data-when="blocked-by-them"]')) show(node, !isOurs && blockedBy.length > 0)
  for (const node of root.querySelectorAll('[data-when="not-blocked-by-us"]')) show(node, !isOurs)
}

function drawSwap(root, { original_first }) {
  const text = original_first ? gettext("Translation first") : gettext("Original first")
  setText(slot(root.querySelector('[data-action="swap-all"]'), "swap-text"), text)
}
