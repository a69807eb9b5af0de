// A field that grows with its text, where CSS cannot do it alone.
const MOST_LINES = 8

export function growWithText(field) {
  if (CSS.supports("field-sizing", "content")) return
  const line = Number.parseFloat(getComputedStyle(field).lineHeight)
  field.style.setProperty("block-size", "auto")
  const height = Math.min(field.scrollHeight, MOST_LINES * line + field.offsetHeight - field.clientHeight)
  field.style.setProperty("block-size", `${height}px`)
}
