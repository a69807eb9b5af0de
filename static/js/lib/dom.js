// Small helpers for elements. Text goes in by textContent only.

/** The slot of an element, by its `data-slot`. */
export function slot(root, name) {
  return root.querySelector(`[data-slot="${name}"]`)
}

/** A copy of the first element of a `<template>`. */
export function cloneTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true)
}

/** An element with attributes and children (nodes or text). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

/** Sets text where it differs, so that a selection inside survives. */
export function setText(node, text) {
  if (node && node.textContent !== text) node.textContent = text
}

export function show(node, visible) {
  if (node && node.hidden === visible) node.hidden = !visible
}

/** Makes a `<use>` show another icon of the sprite that it shows now. */
export function setIcon(use, name) {
  const [sprite] = use.getAttribute("href").split("#")
  use.setAttribute("href", `${sprite}#${name}`)
}

/** Fills a node with the parts of a rich text. */
export function fillRich(node, parts) {
  node.replaceChildren(...parts.map(nodeOf))
}

function nodeOf({ kind, text, href }) {
  if (kind === "text") return document.createTextNode(text)
  if (kind === "link") return make("a", { class: "link", href, rel: "noopener noreferrer nofollow", target: "_blank" }, text)
  return make("bdi", { class: kind === "differs" ? "figure figure--differs" : "figure" }, text)
}

/** Is a key part of composing a character? Safari ends the composition before the key that ended it. */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229
}

/** Does a key belong to a field that is being written in? */
export function isWriting(event) {
  return Boolean(event.target.closest?.("input, textarea, select, [contenteditable]"))
}

export function prefersStillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches
}
