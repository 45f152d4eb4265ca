/** What one process reads off the clock and another writes first may differ by this much. */
const slackMs = 60_000

/**
 * How far the time of a limit is ahead of the clock. It never goes back behind what the ledger has: where a clock is set back, the time of the limit goes
 * on from where it was, as fast as before. So nothing is forgotten too early, and what was written by a clock that ran ahead counts for one window more.
 * `known`: how far it was ahead so far. `wasOpenAt`: a time at which the ledger certainly was; null where it has nothing.
 */
export function aheadOf(wasOpenAt: number | null, known: number, clock: number): number {
  if (wasOpenAt === null || clock >= wasOpenAt - slackMs) return 0
  return clock + known >= wasOpenAt - slackMs ? known : wasOpenAt - clock
}
