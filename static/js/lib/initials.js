const SPACELESS = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/** `LW` for `Li Wei`, `L` for `Lucía`, the last two characters of a name in a script without spaces. */
export function initials(name) {
  const words = name.trim().split(/\s+/)
  const [first, last] = [words[0], words.at(-1)].map((word) => [...word])
  if (words.length > 1) return (first[0] + last[0]).toUpperCase()
  return SPACELESS.test(words[0]) ? first.slice(-2).join("") : (first[0] ?? "").toUpperCase()
}
