import { latest, plausibleReset, readNaiveTime, readRetryAfter } from '@autopack/provider-wire'

/** Whether a plan's window (five hours, seven days) is used up, as against a rate. */
export function unifiedRejected(headers: Headers): boolean {
  return headers.get('anthropic-ratelimit-unified-status') === 'rejected'
}

/** When Anthropic says to come back, wall clock milliseconds; null where it says nothing usable. */
export function readReset(headers: Headers, message: string, now: number): number | null {
  // the window decides when it is the window that is used up, however soon `retry-after` would have us back
  const window = unifiedRejected(headers) ? unifiedReset(headers) : null
  return plausibleReset(window, now) ?? readRetryAfter(headers, now) ?? plausibleReset(rateReset(headers), now) ?? plausibleReset(regained(message), now)
}

/** Seconds since 1970; of the window that rejected, else the latest of those that did. */
export function unifiedReset(headers: Headers): number | null {
  const rejected = ['5h', '7d', '7d_opus', '7d_sonnet', 'overage'].filter((window) => headers.get(`anthropic-ratelimit-unified-${window}-status`) === 'rejected')
  return epochSeconds(headers.get('anthropic-ratelimit-unified-reset')) ?? latest(...rejected.map((window) => epochSeconds(headers.get(`anthropic-ratelimit-unified-${window}-reset`))))
}

/** The rates that are used up. */
export function spentRates(headers: Headers): readonly string[] {
  return ['requests', 'tokens', 'input-tokens', 'output-tokens'].filter((limit) => headers.get(`anthropic-ratelimit-${limit}-remaining`)?.trim() === '0')
}

/** RFC 3339; only of limits that are used up, the latest of them. */
function rateReset(headers: Headers): number | null {
  return latest(...spentRates(headers).map((limit) => readNaiveTime(headers.get(`anthropic-ratelimit-${limit}-reset`) ?? '', null)))
}

/** "You will regain access on 2026-02-01 at 00:00 UTC." */
function regained(message: string): number | null {
  const said = /regain access on (\d{4}-\d\d-\d\d) at (\d\d:\d\d) UTC/.exec(message)
  return said === null ? null : readNaiveTime(`${said[1]} ${said[2]} UTC`, null)
}

/** Seconds since 1970, in milliseconds. */
export function epochSeconds(value: string | null): number | null {
  const number = value === null || value.trim() === '' ? Number.NaN : Number(value)
  return Number.isFinite(number) && number > 0 ? number * 1000 : null
}
