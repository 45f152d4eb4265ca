import type { ModelQuote } from '@autopack/contracts'
import type { CompiledModel, Tables } from '../configuration/compile.ts'
import { costBound } from '../costs/cost.ts'
import type { Candidate, Decision, Reason, RouteRequest } from './decision.ts'
import { order, type Owed, type Place } from './order.ts'
import type { Situation } from './situation.ts'

interface Obstacle {
  readonly reason: Exclude<Reason, 'taken'>
  readonly until: number | null
  readonly detail: string | null
}

/**
 * Chooses a model, pure and instant: run override → category's strategy → chain by role and complexity → what quotas and health leave → fallbacks. A
 * never-downgrade call is served by its own place or above, or not at all.
 */
export function decide(tables: Tables, situation: Situation, request: RouteRequest): Decision {
  const candidates: Candidate[] = []
  let taken: CompiledModel | null = null
  let misconfigured = false
  const { places, owed } = order(tables, request.purpose, request.override)
  for (const place of places) {
    const obstacle = place.barred === null ? (obstacleFor(place.model, situation, request) ?? gate(owed, place.model)) : { reason: place.barred, until: null, detail: null }
    const free = obstacle === null && taken === null && !misconfigured
    if (free) taken = place.model
    // what is missing in the files is said, not routed around
    if (taken === null && (obstacle?.reason === 'no-credential' || obstacle?.reason === 'no-price')) misconfigured = true
    candidates.push(candidateOf(place, free, obstacle))
  }
  return taken === null ? refusal(candidates) : { kind: 'taken', model: taken.key, bound: boundOf(taken, request), candidates }
}

/** The last gate: whatever path led here, a never-downgrade call is not given to less than it is owed. */
function gate(owed: Owed | null, model: CompiledModel): Obstacle | null {
  return owed !== null && owed.chain.indexOf(model) < owed.step ? { reason: 'lower', until: null, detail: null } : null
}

/** The most one send can take. */
function boundOf(model: CompiledModel, { input, output }: Pick<RouteRequest, 'input' | 'output'>): ModelQuote['bound'] {
  const most = Math.min(output, model.maxOutputTokens)
  return { tokens: input + most, nanoUsd: model.price === null ? 0 : costBound(input, most, model.price) }
}

function obstacleFor(model: CompiledModel, situation: Situation, request: RouteRequest): Obstacle | null {
  if (model.missing !== null) return { reason: model.missing.reason === 'no-price' ? 'no-price' : 'no-credential', until: null, detail: model.missing.message }
  return waits(model, situation) ?? health(model, situation) ?? limits(model, situation, request)
}

function waits({ providerKey, modelKey }: CompiledModel, { cooldowns, now }: Situation): Obstacle | null {
  const provider = cooldowns[providerKey]
  const model = cooldowns[modelKey]
  const longest = provider !== undefined && provider.until > (model?.until ?? 0) ? provider : model
  return longest !== undefined && longest.until > now ? { reason: 'cooldown', until: longest.until, detail: longest.reason } : null
}

function health({ modelKey }: CompiledModel, { breakers, now }: Situation): Obstacle | null {
  const breaker = breakers[modelKey]
  if (breaker === undefined || breaker.openUntil === null) return null
  if (breaker.openUntil > now) return { reason: 'breaker', until: breaker.openUntil, detail: null }
  return breaker.probeUntil !== null && breaker.probeUntil > now ? { reason: 'breaker', until: breaker.probeUntil, detail: 'it is being tried' } : null
}

function limits(model: CompiledModel, situation: Situation, request: RouteRequest): Obstacle | null {
  const applying = model.limits[request.purpose.role]
  if (applying.length === 0) return null
  const bound = boundOf(model, request)
  let latest: Obstacle | null = null
  for (const { name, unit, hard } of applying) {
    const amount = unit === 'requests' ? 1 : unit === 'tokens' ? bound.tokens : bound.nanoUsd
    if (amount > hard) return { reason: 'too-large', until: null, detail: name }
    const use = situation.limits[name]
    if (use === undefined || use.used + amount <= hard) continue
    if (latest === null || use.resetAt > (latest.until ?? 0)) latest = { reason: 'limit', until: use.resetAt, detail: name }
  }
  return latest
}

function candidateOf({ model, origin }: Place, taken: boolean, obstacle: Obstacle | null): Candidate {
  const { key, family, provider } = model
  return { model: key, family, provider, origin, reason: taken ? 'taken' : (obstacle?.reason ?? 'behind'), until: obstacle?.until ?? null, detail: obstacle?.detail ?? null }
}

const timed: ReadonlySet<Reason> = new Set(['limit', 'cooldown', 'breaker'])

/** The one that is free first says what is waited for. */
function refusal(candidates: readonly Candidate[]): Decision {
  const waiting = candidates.filter((candidate) => timed.has(candidate.reason)).toSorted((one, other) => (one.until ?? 0) - (other.until ?? 0))
  const [first] = waiting
  if (first !== undefined) {
    const quota = first.reason !== 'breaker'
    return { kind: 'refused', reason: quota ? 'quota' : 'unhealthy', resetAt: first.until, limit: first.reason === 'limit' ? first.detail : first.provider, candidates }
  }
  const cause = candidates.find(({ reason }) => reason === 'no-credential' || reason === 'no-price' || reason === 'too-large')
  const reason = cause?.reason === 'no-credential' || cause?.reason === 'no-price' || cause?.reason === 'too-large' ? cause.reason : 'no-model'
  return { kind: 'refused', reason, resetAt: null, limit: cause?.reason === 'too-large' ? cause.detail : null, candidates }
}
