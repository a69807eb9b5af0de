// Which figures of what I have said wait for my word that they were heard rightly. Pure.

/** The newest spoken message of the viewer after `seq` whose figures nobody has confirmed; null where there is none. */
export function unconfirmed({ messages, viewer }, seq, answered) {
  const mine = messages.findLast((message) => message.seq > seq && message.sender.id === viewer.id && message.kind === "voice")
  if (!mine?.voice || answered.has(versionOf(mine))) return null
  return mine.voice.figures.length > 0 && !mine.voice.confirmed_by ? mine : null
}

/** A message as it is now: corrected, it is to be answered anew. */
export function versionOf({ id, revision }) {
  return `${id}.${revision}`
}
