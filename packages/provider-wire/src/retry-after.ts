const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `retry-after-ms`, or `retry-after` in seconds or as an HTTP date: wall clock milliseconds, null where neither says anything usable. */
export function readRetryAfter(headers: Headers | undefined, now: number): number | null {
  const afterMs = positive(headers?.get('retry-after-ms'))
  if (afterMs !== null) return now + afterMs
  const value = headers?.get('retry-after') ?? null
  const seconds = positive(value)
  if (seconds !== null) return now + Math.ceil(seconds * 1000)
  const date = value !== null && /^[a-z]{3,},/i.test(value) ? Date.parse(value) : Number.NaN
  return Number.isFinite(date) ? Math.max(date, now) : null
}

/** `6m0.5s`, `20ms` in milliseconds; null for anything else. */
export function readDuration(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\s*(\d+(\.\d+)?(ms|s|m|h|d))+\s*$/.test(value)) return null
  const parts = value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)
  return Math.ceil([...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ''] ?? 0), 0))
}

/** The latest of the times that are known; null if none is. */
export function latest(...times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null)
  return known.length === 0 ? null : Math.max(...known)
}

function positive(value: string | null | undefined): number | null {
  const number = value === null || value === undefined || value.trim() === '' ? Number.NaN : Number(value)
  return Number.isFinite(number) && number >= 0 ? number : null
}
