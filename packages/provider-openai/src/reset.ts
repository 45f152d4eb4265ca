import { latest, plausibleReset, readDuration, readNaiveTime, readRetryAfter } from '@autopack/provider-wire'

/** When the server says to come back, in its headers or its message; null where it says nothing usable. */
export function readReset(headers: Headers | undefined, message: string, naiveOffset: string | null, now: number): number | null {
  return readRetryAfter(headers, now) ?? plausibleReset(rateLimitReset(headers, now), now) ?? plausibleReset(resetIn(message, naiveOffset), now)
}

/** `x-ratelimit-reset-requests: 6m0s`; only of limits that are used up, the later one where both are. OpenRouter's one header is a time. */
function rateLimitReset(headers: Headers | undefined, now: number): number | null {
  if (headers === undefined) return null
  const waits = ['requests', 'tokens']
    .filter((limit) => Number(headers.get(`x-ratelimit-remaining-${limit}`) ?? 0) <= 0)
    .map((limit) => readDuration(headers.get(`x-ratelimit-reset-${limit}`)))
    .map((wait) => (wait === null ? null : now + wait))
  const at = Number(headers.get('x-ratelimit-reset') ?? Number.NaN)
  // milliseconds since 1970, and nothing that could be anything else
  return latest(...waits, at > 1e12 ? at : null)
}

/** GLM: "Your limit will reset at 2026-01-31 09:30:00". */
function resetIn(message: string, naiveOffset: string | null): number | null {
  const said = /reset (?:at|on) (.{10,40})/i.exec(message)?.[1]
  return said === undefined ? null : readNaiveTime(said, naiveOffset)
}
