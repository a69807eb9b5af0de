// The captions of a talk: one block an utterance. Words that stand are never drawn again: only added to.
import { cloneTemplate, fillRich, setText, show, slot } from "../lib/dom.js";
import { gapBetween } from "../lib/caption-view.js";
import { reconcile } from "../lib/reconcile.js";
import { partsOf } from "../lib/rich-text.js";

class TalkCaptions extends HTMLElement {
  /**
   * Shows blocks as lib/caption-view.js gives them, or the sentence `empty` where there are none. `context` has the
   * functions `own` (a language's own name), `initials` and `clock`.
   */
  render(blocks, context) {
    const list = slot(this, "blocks")
    const update = (node, block) => draw(node, block, context)
    reconcile(list, blocks, { keyOf: (node) => node.dataset.key, create: createBlock, update })
    setText(slot(this, "empty"), context.empty)
    show(slot(this, "empty"), blocks.length === 0)
  }
}

function createBlock({ key }) {
  const node = cloneTemplate("caption-template")
  node.dataset.key = key
  return node
}

function draw(node, block, { own, initials, clock }) {
  node.classList.toggle("caption--mine", block.isMine)
  node.classList.toggle("caption--fading", block.isFading)
  node.classList.toggle("caption--waiting", block.isWaiting)
  slot(node, "initials").className = `avatar avatar--medium avatar--${block.side}`
  setText(slot(node, "initials"), initials(block.name))
  setText(slot(node, "name"), block.name)
  setText(slot(node, "time"), clock(block.startedAt))
  drawLine(slot(node, "large"), block.large)
  drawLine(slot(node, "small"), block.small)
  drawLabel(slot(node, "label"), block.small?.language, own)
  show(slot(node, "second"), Boolean(block.small))
  setText(slot(node, "note"), block.note)
  show(slot(node, "note"), Boolean(block.note))
}

function drawLabel(node, language, own) {
  if (!language) return
  node.lang = language
  setText(node, own(language))
}

function drawLine(node, line) {
  if (line) node.lang = line.language
  const { committed = "", tentative = "", checks = [] } = line ?? {}
  const gap = line ? gapBetween(line, line.language) : ""
  if (checks.length > 0) fillRich(slot(node, "committed"), partsOf(committed, checks))
  else append(slot(node, "committed"), committed)
  setText(slot(node, "tentative"), gap + tentative)
}

// Appending keeps what stands where it is, a selection in it as well.
function append(node, text) {
  const present = node.textContent
  if (present && text.startsWith(present)) node.append(text.slice(present.length))
  else setText(node, text)
}

customElements.define("talk-captions", TalkCaptions)
