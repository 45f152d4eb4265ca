const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** When the provider says to come back, wall clock milliseconds; null where it says nothing usable. */
export function readReset(headers: Headers | undefined, now: number): number | null {
  if (headers === undefined) return null
  const afterMs = positive(headers.get('retry-after-ms'))
  if (afterMs !== null) return now + afterMs
  return retryAfter(headers.get('retry-after'), now) ?? rateLimitReset(headers, now)
}

/** Seconds, or an HTTP date. */
function retryAfter(value: string | null, now: number): number | null {
  const seconds = positive(value)
  if (seconds !== null) return now + Math.ceil(seconds * 1000)
  const date = value !== null && /^[a-z]{3,},/i.test(value) ? Date.parse(value) : Number.NaN
  return Number.isFinite(date) ? Math.max(date, now) : null
}

/** `x-ratelimit-reset-requests: 6m0s`; only of limits that are used up, the later one where both are. */
function rateLimitReset(headers: Headers, now: number): number | null {
  const waits = ['requests', 'tokens']
    .filter((limit) => Number(headers.get(`x-ratelimit-remaining-${limit}`) ?? 0) <= 0)
    .map((limit) => duration(headers.get(`x-ratelimit-reset-${limit}`)))
    .filter((wait) => wait !== null)
  return waits.length === 0 ? null : now + Math.max(...waits)
}

function duration(value: string | null): number | null {
  const parts = [...(value ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)]
  if (parts.length === 0) return null
  return Math.ceil(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitMs[unit ?? ''] ?? 0), 0))
}

function positive(value: string | null): number | null {
  const number = value === null || value.trim() === '' ? Number.NaN : Number(value)
  return Number.isFinite(number) && number >= 0 ? number : null
}
