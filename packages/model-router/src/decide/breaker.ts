import type { Breaker } from '@autopack/contracts'

/** A model that failed too often is left alone for this long. */
export const openMs = 300_000
/** A probe that does not come back is somebody else's turn after this. */
export const probeMs = 600_000

/** Until when the model is not asked; null where its time is over, or it was never left alone. */
export function openUntil({ openUntil: until }: Breaker, now: number): number | null {
  return stillTo(until, now, openMs)
}

/** Until when somebody tries the model; null where nobody does. */
export function probeUntil({ probeUntil: until }: Breaker, now: number): number | null {
  return stillTo(until, now, probeMs)
}

/** What lasts for longer than it ever does was written before the clock was set back: it is over. */
function stillTo(until: number | null, now: number, longestMs: number): number | null {
  return until !== null && until > now && until <= now + longestMs ? until : null
}
