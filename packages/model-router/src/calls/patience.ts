import type { ModelOutcome } from '@autopack/contracts'
import { isUnpaid } from './health.ts'

/** Sends of one operation, whatever they are for: retries, fallbacks, a stream that broke off. */
export const sends = 3
/** One wait before each further send, the least there is where the provider names an earlier time. */
const backoffMs = [500, 2000]
/** A longer wait is the caller's: it needs no process. */
export const longestWaitMs = 10_000

const repeatable: ReadonlySet<string> = new Set(['transient', 'overloaded', 'rateLimited'])
const brokenOff: ReadonlySet<string> = new Set(['transient', 'streamCut'])

/** How long to wait before another send, in milliseconds; null: there is no point in one. `brokeOff`: sends that broke off before this one. */
export function waitAfter(outcome: ModelOutcome, sent: number, brokeOff: number, now: number): number | null {
  if (outcome.kind === 'answer' || sent >= sends) return null
  // begun again from its beginning, once: what it has used is charged
  if (outcome.ran) return brokenOff.has(outcome.failure) && brokeOff === 0 ? 0 : null
  // another account may serve
  if (isUnpaid(outcome) || laterReset(outcome, now) !== null) return 0
  if (!repeatable.has(outcome.failure)) return null
  return Math.max(backoffMs[sent - 1] ?? longestWaitMs, (outcome.resetAt ?? now) - now)
}

/**
 * When a send may be repeated that was told to wait for longer than is waited here; null otherwise. It is decided anew at once: another model may be
 * free, or else it is said when to come back.
 */
export function laterReset(outcome: ModelOutcome, now: number): number | null {
  if (outcome.kind === 'answer' || outcome.ran || outcome.resetAt === null) return null
  const patient = repeatable.has(outcome.failure) ? longestWaitMs : outcome.failure === 'quotaExhausted' ? 0 : Number.POSITIVE_INFINITY
  return outcome.resetAt - now > patient ? outcome.resetAt : null
}

export function isBrokenOff(outcome: ModelOutcome): boolean {
  return outcome.kind === 'failure' && outcome.ran && brokenOff.has(outcome.failure)
}
