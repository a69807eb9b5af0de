// What a reader would see of one sentence: the same rule as on the server.

const WRITERS = ["zh", "en"]

/** The codes of the lines: the translation over the original, or one line that needs no translation. */
export function samplePair(reading, alsoReads) {
  const writer = WRITERS.find((code) => code !== reading)
  return alsoReads.includes(writer) ? { large: writer, small: null } : { large: reading, small: writer }
}
