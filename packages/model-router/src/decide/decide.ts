import type { ModelQuote } from '@autopack/contracts'
import type { CompiledModel, Tables } from '../configuration/tables.ts'
import { costBound } from '../costs/cost.ts'
import { priceAt } from '../costs/prices.ts'
import { likelyTokens } from '../costs/tokens.ts'
import { openUntil, probeUntil } from './breaker.ts'
import { lasting } from './cooldown.ts'
import { bridged, type Candidate, type Decision, type Reason, type RouteRequest } from './decision.ts'
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
  const unwell = Object.keys(situation.cooldowns).length + Object.keys(situation.breakers).length > 0
  const { places, owed } = order(tables, request.purpose, request.override, situation.now)
  for (const place of places) {
    const obstacle = place.barred === null ? (obstacleFor(place.model, situation, request, unwell) ?? gate(owed, place.model)) : { reason: place.barred, until: null, detail: null }
    const free = obstacle === null && taken === null && !misconfigured
    if (free) taken = place.model
    // what is missing in the files is said, not routed around
    if (taken === null && (obstacle?.reason === 'no-credential' || obstacle?.reason === 'no-price')) misconfigured = true
    candidates.push(candidateOf(place, free, obstacle))
  }
  return taken === null ? refusal(candidates) : { kind: 'taken', model: taken.key, bound: boundOf(taken, request, situation.now), candidates }
}

/** The last gate: whatever path led here, a never-downgrade call is not given to less than it is owed. */
function gate(owed: Owed | null, model: CompiledModel): Obstacle | null {
  return owed !== null && owed.chain.indexOf(model) < owed.step ? { reason: 'lower', until: null, detail: null } : null
}

/** The most one send can take, at the price of `now`. */
function boundOf(model: CompiledModel, { input, output }: Pick<RouteRequest, 'input' | 'output'>, now: number): ModelQuote['bound'] {
  const most = Math.min(output, model.maxOutputTokens)
  const price = priceAt(model.prices, now)
  return { tokens: input + most, nanoUsd: price === null ? 0 : costBound(input, most, price.dearest) }
}

/** `unwell`: somebody waits or has failed. */
function obstacleFor(model: CompiledModel, situation: Situation, request: RouteRequest, unwell: boolean): Obstacle | null {
  if (model.missing !== null) return { reason: model.missing.reason === 'no-price' ? 'no-price' : 'no-credential', until: null, detail: model.missing.message }
  return context(model, request) ?? (unwell ? (waits(model, situation) ?? health(model, situation)) : null) ?? limits(model, situation, request)
}

/** Judged by what the bytes most likely are: by their bound, four times as much, hardly anything would fit. */
function context({ key, contextWindow, maxOutputTokens }: CompiledModel, { input, output }: RouteRequest): Obstacle | null {
  if (contextWindow === null) return null
  const [request, answer] = [likelyTokens(input), Math.min(output, maxOutputTokens)]
  if (request + answer <= contextWindow) return null
  return { reason: 'context', until: null, detail: `${key} takes ${contextWindow} tokens in all; the request has about ${request} and its answer may have ${answer}` }
}

function waits({ accountKey, providerKey, modelKey }: CompiledModel, { cooldowns, now }: Situation): Obstacle | null {
  const unpaid = lasting(cooldowns[accountKey], now)
  if (unpaid !== null) return { reason: 'no-credit', until: unpaid.until, detail: unpaid.reason }
  const [provider, model] = [lasting(cooldowns[providerKey], now), lasting(cooldowns[modelKey], now)]
  const longest = provider !== null && provider.until > (model?.until ?? 0) ? provider : model
  return longest === null ? null : { reason: 'cooldown', until: longest.until, detail: longest.reason }
}

function health({ modelKey }: CompiledModel, { breakers, now }: Situation): Obstacle | null {
  const breaker = breakers[modelKey]
  if (breaker === undefined || breaker.openUntil === null) return null
  const [open, probe] = [openUntil(breaker, now), probeUntil(breaker, now)]
  if (open !== null) return { reason: 'breaker', until: open, detail: null }
  return probe === null ? null : { reason: 'breaker', until: probe, detail: 'it is being tried' }
}

function limits(model: CompiledModel, situation: Situation, request: RouteRequest): Obstacle | null {
  const applying = model.limits[request.purpose.role]
  if (applying.length === 0) return null
  const { tokens, nanoUsd } = boundOf(model, request, situation.now)
  const { limits: uses } = situation
  let latest: Obstacle | null = null
  for (const limit of applying) {
    const { unit, hard, name } = limit
    const amount = unit === 'tokens' ? tokens : unit === 'usd' ? nanoUsd : 1
    const use = uses[name]
    if (use !== undefined && use.used + amount <= hard) continue
    if (amount > hard) return { reason: 'too-large', until: null, detail: name }
    if (use !== undefined && use.look !== true && (latest === null || use.resetAt > (latest.until ?? 0))) latest = { reason: 'limit', until: use.resetAt, detail: name }
  }
  return latest
}

function candidateOf({ model, origin }: Place, taken: boolean, obstacle: Obstacle | null): Candidate {
  const { key, family, provider, sender } = model
  if (taken) return { model: key, family, provider, origin, reason: 'taken', until: null, detail: sender?.certainty === 'bridged' ? bridged : null }
  return { model: key, family, provider, origin, reason: obstacle?.reason ?? 'behind', until: obstacle?.until ?? null, detail: obstacle?.detail ?? null }
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
  const reason = candidates.map(causeOf).find((cause) => cause !== null) ?? 'no-model'
  return { kind: 'refused', reason, resetAt: null, limit: reason === 'too-large' ? (candidates.find((candidate) => candidate.reason === reason)?.detail ?? null) : null, candidates }
}

/** What no time changes, and somebody could. */
function causeOf({ reason }: Candidate): 'no-credit' | 'no-credential' | 'no-price' | 'context' | 'too-large' | null {
  return reason === 'no-credit' || reason === 'no-credential' || reason === 'no-price' || reason === 'context' || reason === 'too-large' ? reason : null
}
