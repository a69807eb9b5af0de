// How loud one speaks: the segments of a meter, and the words for too quiet and too loud. Pure.
export const SEGMENTS = 12
export const WORDS_AFTER_MS = 2_000
const FLOOR_DB = -54
const CEILING_DB = -3
const QUIET_DB = -42
const LOUD_DB = -6

/** How many of the meter's segments a level lights. */
export function segmentsOf(level) {
  const share = (level - FLOOR_DB) / (CEILING_DB - FLOOR_DB)
  return Math.max(0, Math.min(SEGMENTS, Math.round(share * SEGMENTS)))
}

export class Loudness {
  #quietSince = null
  #loudSince = null
  #loudAt = null

  /** Takes a level in dB; gives `quiet` or `loud` where it has been so for 2 s, else `good`. */
  feed(level, now) {
    this.#quietSince = level < QUIET_DB ? (this.#quietSince ?? now) : null
    this.#hearLoud(level, now)
    if (lasts(this.#quietSince, now)) return "quiet"
    return lasts(this.#loudSince, now) ? "loud" : "good"
  }

  // Speech has gaps: too loud is what comes near full scale again and again, never a second apart.
  #hearLoud(level, now) {
    if (this.#loudAt !== null && now - this.#loudAt > WORDS_AFTER_MS / 2) this.#loudSince = null
    if (level < LOUD_DB) return
    this.#loudAt = now
    this.#loudSince ??= now
  }
}

function lasts(since, now) {
  return since !== null && now - since >= WORDS_AFTER_MS
}
