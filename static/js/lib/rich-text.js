// A text as parts: plain text, safe links, figures, and figures that a check found different.

const LINK = /(?<![A-Za-z0-9])(?:https?:\/\/|www\.)[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+/gi
const TRAILING = /[.,;:!?'*]/
const FIGURE = /[0-9]+(?:[.,:/][0-9]+)*%?/g
const DIFFERS = "figure_differs"

/**
 * The parts of `text`, in order and without loss: `{kind: "text" | "link" | "figure" | "differs", text, href?}`.
 * For each `figure_differs` among `checks` the original's token stands in the text, as kind `differs`.
 */
export function partsOf(text, checks = []) {
  const differing = checks.filter((check) => check.reason === DIFFERS && check.original)
  return merged(differing.reduce(markDiffering, [plain(text)]).flatMap(linksOf).flatMap(figuresOf))
}

/** The address behind a written link, or null where it is not one to be followed. */
export function hrefOf(written) {
  const address = /^www\./i.test(written) ? `https://${written}` : written
  if (!URL.canParse(address)) return null
  const url = new URL(address)
  // `https://bank.example@evil.example` reads as the first and leads to the second.
  return url.username || url.password || !url.hostname.includes(".") ? null : address
}

function markDiffering(parts, { original, translated }) {
  for (const token of [original, translated]) {
    const index = token ? parts.findIndex((part) => part.kind === "text" && find(part.text, token) >= 0) : -1
    if (index >= 0) return parts.toSpliced(index, 1, ...cut(parts[index].text, token, original))
  }
  return [...parts, plain(" ["), { kind: "differs", text: original }, plain("]")]
}

function cut(text, token, original) {
  const at = find(text, token)
  const parts = [plain(text.slice(0, at)), { kind: "differs", text: original }, plain(text.slice(at + token.length))]
  return parts.filter((part) => part.text)
}

/** Where `token` stands by itself in `text`: `15` is not found in `150`. */
function find(text, token) {
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
    if (!continues(text[at - 1], token[0]) && !continues(text[at + token.length], token.at(-1))) return at
  }
  return -1
}

function continues(neighbour, edge) {
  return neighbour !== undefined && /[0-9]/.test(neighbour) && /[0-9]/.test(edge)
}

function linksOf(part) {
  if (part.kind !== "text") return [part]
  return split(part.text, LINK, (match) => {
    const written = withoutTrailing(match)
    const href = hrefOf(written)
    return href ? [{ kind: "link", text: written, href }, plain(match.slice(written.length))] : [plain(match)]
  })
}

function withoutTrailing(match) {
  let end = match.length
  let closing = count(match, /[)\]]/g) - count(match, /[([]/g)
  for (; end > 0; end -= 1) {
    const last = match[end - 1]
    if (/[)\]]/.test(last) && closing > 0) closing -= 1
    else if (!TRAILING.test(last)) break
  }
  return match.slice(0, end)
}

function figuresOf(part) {
  return part.kind === "text" ? split(part.text, FIGURE, (match) => [{ kind: "figure", text: match }]) : [part]
}

function split(text, pattern, partsFor) {
  const parts = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    parts.push(plain(text.slice(end, match.index)), ...partsFor(match[0]))
    end = match.index + match[0].length
  }
  return [...parts, plain(text.slice(end))].filter((part) => part.text)
}

function merged(parts) {
  return parts.reduce((done, part) => {
    const last = done.at(-1)
    if (part.kind !== "text" || last?.kind !== "text") return [...done, part]
    return [...done.slice(0, -1), plain(last.text + part.text)]
  }, [])
}

function plain(text) {
  return { kind: "text", text }
}

function count(text, pattern) {
  return text.match(pattern)?.length ?? 0
}
