const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The longest window that providers have is a month: what is further away was never meant, such as milliseconds where seconds are read. */
const furthestMs = 35 * 86_400_000

/** A reset that can be meant: in the future, and not absurdly far; null for any other. */
export function plausibleReset(at: number | null, now: number): number | null {
  return at !== null && at > now && at - now <= furthestMs ? Math.ceil(at) : null
}

/** `retry-after-ms`, or `retry-after` in seconds or as an HTTP date: wall clock milliseconds, null where neither names a reset that can be meant. */
export function readRetryAfter(headers: Headers | undefined, now: number): number | null {
  const value = headers?.get('retry-after') ?? null
  const date = value !== null && /^[a-z]{3,},/i.test(value) ? Date.parse(value) : Number.NaN
  const told = [after(headers?.get('retry-after-ms'), 1, now), after(value, 1000, now), date]
  return told.map((at) => plausibleReset(at, now)).find((at) => at !== null) ?? null
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

function after(value: string | null | undefined, unit: number, now: number): number | null {
  return value === null || value === undefined || value.trim() === '' ? null : now + Number(value) * unit
}
