import type { Clock, Ledger } from '@autopack/contracts'
import { lapseMs } from './hold.ts'

/** What died while nobody looked holds for so much longer at most. */
const everyMs = lapseMs / 6

/**
 * Ends what died, when it is first asked to and then from time to time, for one process may live for weeks: without a timer, for a client that asks nothing
 * is held up by nobody. A sweep that failed is thrown to those who waited for it, and tried again by the next.
 */
export function createSweeping(ledger: Ledger, clock: Pick<Clock, 'now'>): () => Promise<void> {
  let last: { readonly at: number; readonly swept: Promise<unknown> } | null = null

  return async () => {
    const now = clock.now()
    // a clock may be set back, too
    if (last === null || Math.abs(now - last.at) >= everyMs) last = { at: now, swept: ledger.sweep(now) }
    const mine = last
    try {
      await mine.swept
    } catch (error) {
      if (last === mine) last = null
      throw error
    }
  }
}
