import type { ModelFailure, ProviderAnswer, ReportedWindow, TokenUsage } from '@autopack/contracts'
import { near, waitable } from '../decide/cooldown.ts'

/** More than any call of any model takes, and so little that sums of it stay whole numbers. */
const mostTokens = 1_000_000_000
const mostShare = 10

/** What a provider said, without what cannot be meant: whatever an adapter passes on, it can be written down and the send ends. */
export function plausible(came: ProviderAnswer | ModelFailure, now: number): ProviderAnswer | ModelFailure {
  const usage = came.usage !== null && isPlausible(came.usage) ? came.usage : null
  const told = { usage, ...(came.windows === undefined ? {} : { windows: came.windows.flatMap((window) => plausibleWindow(window, now)) }) }
  if (came.kind === 'answer') return { ...came, ...told }
  const { received, ...rest } = came
  return { ...rest, ...told, resetAt: waitable(came.resetAt, now), ...(isCount(received) ? { received } : {}) }
}

function isPlausible({ input, cacheRead, cacheWrite, cacheWriteHour = 0, output, reasoning }: TokenUsage): boolean {
  const classes = [input, cacheRead, cacheWrite, output, reasoning]
  return cacheWriteHour <= cacheWrite && [...classes, cacheWriteHour].every(isCount) && classes.reduce((sum, count) => sum + count, 0) <= mostTokens
}

function isCount(count: number | undefined): count is number {
  return Number.isSafeInteger(count) && Number(count) >= 0
}

/** One that has passed is kept: it says that the window has opened anew. */
function plausibleWindow(window: ReportedWindow, now: number): ReportedWindow[] {
  const { resetAt, used } = window
  const at = near(resetAt, now)
  if ('count' in used) return Number.isSafeInteger(used.count) ? [{ ...window, resetAt: at }] : []
  return Number.isFinite(used.share) ? [{ ...window, used: { share: Math.min(used.share, mostShare) }, resetAt: at }] : []
}
