export const MIN_DELAY_MS = 500
export const MAX_DELAY_MS = 30_000

/** How long to wait before attempt `attempt` (from 0), with full jitter so that a restarted server is not stormed. */
export function backoff(attempt, random = Math.random) {
  const ceiling = Math.min(MAX_DELAY_MS, MIN_DELAY_MS * 2 ** (attempt + 1))
  return Math.round(MIN_DELAY_MS + random() * (ceiling - MIN_DELAY_MS))
}
