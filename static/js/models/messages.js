// How one message takes up what happens to it, and how pages of messages become one list. Pure.

/** `message` after an event about it. An event of an older revision than the message changes nothing. */
export function applyToMessage(message, event) {
  if (event.type === "message.edited") return edited(message, event.message)
  if (event.revision !== message.revision) return message
  if (event.type === "figures.confirmed") return { ...message, voice: { ...message.voice, figures: [], confirmed_by: event.confirmed_by } }
  return { ...message, translations: { ...message.translations, [event.language]: translationOf(event) } }
}

/** One list in the order of `seq`; where both hold a message, the newer revision stays, and of equals the later one. */
export function mergeMessages(present, coming) {
  const byId = new Map(present.map((message) => [message.id, message]))
  for (const message of coming) byId.set(message.id, newer(byId.get(message.id), message))
  return [...byId.values()].sort((one, other) => one.seq - other.seq)
}

/** `message` with the translations that a second copy of it has and the first was waiting for. */
export function mergeDuplicate(message, copy) {
  if (copy.revision !== message.revision) return message
  const translations = { ...message.translations }
  for (const [language, translation] of Object.entries(copy.translations)) {
    if (isWaiting(translations[language]) && translation.state === "done") translations[language] = translation
  }
  return { ...message, translations }
}

function edited(message, replacement) {
  return replacement.revision > message.revision ? replacement : mergeDuplicate(message, replacement)
}

function newer(present, coming) {
  if (!present) return coming
  return present.revision > coming.revision ? present : coming
}

function isWaiting(translation) {
  return !translation || translation.state === "pending"
}

function translationOf(event) {
  if (event.type === "translation.started") return { state: "pending", text: "", engine: "", via: "", checks: [], corrected_by: "" }
  const { state = "done", text, engine = "", via = "", checks, corrected_by = "" } = event
  return { state, text, engine, via, checks, corrected_by }
}
