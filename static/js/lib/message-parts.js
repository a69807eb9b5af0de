// The parts of a bubble that are filled by their data: the pair, label, details, notes, files and receipt.
import { cloneTemplate, fillRich, setIcon, setText, show, slot } from "./dom.js";
import { engineWords } from "./engine-words.js";
import { gettext, interpolate } from "./i18n.js";
import { partsOf } from "./rich-text.js";
import { boxOf, sizeText } from "./sizes.js";

const RECEIPTS = {
  pending: { icon: "clock", text: () => gettext("Sending") },
  waiting: { icon: "clock", text: () => gettext("Waiting for connection") },
  sent: { icon: "tick", text: () => gettext("Sent") },
  delivered: { icon: "ticks", text: () => gettext("Delivered") },
  read: { icon: "ticks", text: () => gettext("Read") },
}

/** A line of the pair into its place: language, figures, links, and the figures that differ where it is translated. */
export function fillLine(node, line, pair) {
  node.lang = line.language
  fillRich(node, partsOf(line.text, line.language === pair.target ? pair.checks : []))
}

/** Bars as long as the original, in the place of a translation that is on its way. */
export function fillSkeleton(node, message) {
  node.lang = message.language
  node.textContent = message.text
}

export function fillLabel(node, line, { pair, message, languages }) {
  const { own = line.language, name = line.language } = languages[line.language] ?? {}
  const isOriginal = line.language === message.language
  const text = isOriginal ? gettext("%(language)s, original in %(name)s") : gettext("%(language)s, translation into %(name)s")
  setText(node, pair.more ? `${own} +${pair.more}` : own)
  node.setAttribute("aria-label", interpolate(text, { language: own, name }))
}

/** What the label opens: source, target, engine, in between, and what was checked. */
export function fillDetails(root, { pair, message, languages, notes }) {
  const name = (code) => (code ? (languages[code]?.name ?? code) : "")
  const translation = message.translations[pair.target] ?? {}
  const checks = pair.state === "done" ? (notes[0]?.text ?? gettext("Passed")) : ""
  detail(root, "original", name(message.language))
  detail(root, "translation", name(pair.target))
  detail(root, "engine", engineWords(translation.engine ?? ""))
  detail(root, "via", name(translation.via))
  detail(root, "checks", checks)
}

function detail(root, kind, text) {
  const node = slot(root, `detail-${kind}`)
  setText(node, text)
  show(node.parentElement, Boolean(text))
}

export function fillNotes(list, notes) {
  list.replaceChildren(...notes.map(noteNode))
  show(list, notes.length > 0)
}

function noteNode({ text, isBad }) {
  const node = cloneTemplate("note-template")
  node.classList.toggle("note--bad", isBad)
  setText(slot(node, "text"), text)
  return node
}

export function fillFiles(list, attachments) {
  list.replaceChildren(...attachments.map((file) => (file.thumbnail ? pictureNode(file) : fileNode(file))))
  show(list, attachments.length > 0)
}

function pictureNode(file) {
  const node = cloneTemplate("picture-template")
  const image = slot(node, "image")
  Object.assign(image, { src: file.thumbnail, alt: file.name, ...boxOf(file) })
  image.closest("a").href = file.url
  return node
}

function fileNode(file) {
  const node = cloneTemplate("file-template")
  const link = slot(node, "download")
  setText(slot(node, "name"), file.name)
  setText(slot(node, "size"), sizeText(file.size_bytes))
  link.href = file.url
  link.setAttribute("aria-label", interpolate(gettext("Download %(name)s"), { name: file.name }))
  return node
}

/** Who wrote the translation, where a person did. */
export function fillCorrected(node, message, { target }) {
  const name = message.translations[target]?.corrected_by ?? ""
  setText(node, name ? interpolate(gettext("Corrected by %(name)s"), { name }) : "")
  show(node, Boolean(name))
}

export function fillReceipt(root, receipt) {
  show(slot(root, "receipt"), receipt in RECEIPTS)
  if (!(receipt in RECEIPTS)) return
  setIcon(slot(root, "receipt-icon"), RECEIPTS[receipt].icon)
  setText(slot(root, "receipt-text"), RECEIPTS[receipt].text())
}
