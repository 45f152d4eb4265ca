import type { ModelFailure, ProviderAnswer, ReportedWindow } from '@autopack/contracts'
import { readDuration } from './retry-after.ts'

/** `x-ratelimit-limit-requests`, `-remaining-requests` and `-reset-requests: 6m0s`, and those of tokens. */
export function readRateLimits(headers: Headers, now: number): ReportedWindow[] {
  return (['requests', 'tokens'] as const).flatMap((unit) => {
    const wait = readDuration(headers.get(`x-ratelimit-reset-${unit}`))
    return countedWindow({ name: unit, unit, limit: headers.get(`x-ratelimit-limit-${unit}`), remaining: headers.get(`x-ratelimit-remaining-${unit}`), resetAt: wait === null ? null : now + wait })
  })
}

/** A window that is told by what is left of what; none where either is no count. */
export function countedWindow(told: { readonly name: string; readonly unit: 'tokens' | 'requests'; readonly limit: string | null; readonly remaining: string | null; readonly resetAt: number | null }): ReportedWindow[] {
  const [limit, remaining] = [countOf(told.limit), countOf(told.remaining)]
  if (limit === null || remaining === null) return []
  return [{ name: told.name, used: { count: Math.max(0, limit - remaining), unit: told.unit, limit }, resetAt: told.resetAt }]
}

/** With what was said of windows, if anything was. */
export function withWindows<Outcome extends ProviderAnswer | ModelFailure>(outcome: Outcome, windows: readonly ReportedWindow[]): Outcome {
  return windows.length === 0 ? outcome : { ...outcome, windows }
}

function countOf(text: string | null): number | null {
  const count = text === null || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isSafeInteger(count) && count >= 0 ? count : null
}
