import type { ReportedWindow } from '@autopack/contracts'
import { countedWindow, readNaiveTime } from '@autopack/provider-wire'
import { epochSeconds, unifiedRejected, unifiedReset } from './reset.ts'

const claims: Readonly<Record<string, string>> = { five_hour: '5h', seven_day: '7d', seven_day_opus: '7d_opus', seven_day_sonnet: '7d_sonnet' }
const rates = ['requests', 'tokens', 'input-tokens', 'output-tokens'] as const

/** What Anthropic's headers say is used of a plan's windows (`5h`, `7d`, …) and of the rates, as far as that is about `model`. */
export function readWindows(headers: Headers, model: string): ReportedWindow[] {
  const plan = Object.values(claims).filter((name) => !isOfOther(name, model)).flatMap((name) => planWindow(headers, name))
  return [...(plan.length === 0 ? rejectedWindow(headers) : plan), ...rates.flatMap((rate) => rateWindow(headers, rate))]
}

function planWindow(headers: Headers, name: string): ReportedWindow[] {
  const told = (what: string): string | null => headers.get(`anthropic-ratelimit-unified-${name}-${what}`)
  const [share, rejected] = [told('utilization'), told('status') === 'rejected']
  const used = rejected ? 1 : share === null || share.trim() === '' ? Number.NaN : Number(share)
  return Number.isFinite(used) && used >= 0 ? [{ name, ...scopeOf(name), used: { share: used }, resetAt: epochSeconds(told('reset')) }] : []
}

/** The windows of a plan that refused a request, as far as they are named. */
export function rejectedWindows(headers: Headers): readonly string[] {
  const said = Object.values(claims).filter((name) => headers.get(`anthropic-ratelimit-unified-${name}-status`) === 'rejected')
  const claim = claims[headers.get('anthropic-ratelimit-unified-representative-claim') ?? '']
  return claim === undefined ? said : [...said, claim]
}

/** Where only the window that rejected is told of. */
function rejectedWindow(headers: Headers): ReportedWindow[] {
  if (!unifiedRejected(headers)) return []
  const name = claims[headers.get('anthropic-ratelimit-unified-representative-claim') ?? ''] ?? null
  return [{ name, ...scopeOf(name), used: { share: 1 }, resetAt: unifiedReset(headers) }]
}

/** Whether a window counts one kind of model only. */
export function isOfModel(name: string): boolean {
  return name.includes('_')
}

function scopeOf(name: string | null): Pick<ReportedWindow, 'scope'> {
  return name !== null && isOfModel(name) ? { scope: 'model' } : {}
}

/** Whether the window counts another kind of model than this one. */
function isOfOther(name: string, model: string): boolean {
  const kind = ['opus', 'sonnet', 'haiku'].find((known) => model.includes(known))
  return kind !== undefined && isOfModel(name) && !name.endsWith(kind)
}

function rateWindow(headers: Headers, name: (typeof rates)[number]): ReportedWindow[] {
  const told = (what: string): string | null => headers.get(`anthropic-ratelimit-${name}-${what}`)
  return countedWindow({ name, unit: name === 'requests' ? 'requests' : 'tokens', limit: told('limit'), remaining: told('remaining'), resetAt: readNaiveTime(told('reset') ?? '', null) })
}
