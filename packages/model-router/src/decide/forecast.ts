import type { BudgetRefusal, ForecastNeed, ModelPurpose, ModelQuote, ModelRefusal, QuotaRefusal } from '@autopack/contracts'
import { routeRequest, unknownModel } from '../calls/call.ts'
import { amountIn } from '../calls/hold.ts'
import { budgetRefusal, quotaRefusal, refusalOf } from '../calls/refusal.ts'
import { refuse } from '../configuration/compile.ts'
import type { Tables } from '../configuration/tables.ts'
import { likelyTokens } from '../costs/tokens.ts'
import { decide } from './decide.ts'
import type { Decision, RouteRequest } from './decision.ts'
import { untouched, type Situation } from './situation.ts'

type Forecast = ModelRefusal | QuotaRefusal | BudgetRefusal | null

/** Whether calls, one after the other, find room in what is left. What no time lets through is refused, what finds room later waits. */
export function forecast(tables: Tables, situation: Situation, needs: readonly ForecastNeed[]): Forecast {
  const unknown = needs.find(({ override }) => override !== undefined && !tables.models.has(override))
  if (unknown?.override !== undefined) return unknownModel(unknown.override)
  const free: Situation = { ...untouched, now: situation.now }
  const alone = needs.map((need): ForecastNeed => ({ ...need, seen: { held: 0, used: 0 } }))
  const never = pass(tables, free, alone)
  if (never?.kind === 'quota') return refuse('no-model', `the calls of one phase may take more than all of the limit ${never.limit}: raise it in models.yaml, or lower maxOutputTokens of their models`)
  if (never?.kind === 'refusal') return never
  const now = pass(tables, situation, needs)
  if (now === null || now.kind === 'over-budget') return now
  // what calls of other phases took is a reason to wait, but not for ever
  return pass(tables, free, needs) === null ? now : pass(tables, situation, alone)
}

/** Sends them all in thought: each is held at its bound, and leaves behind what it will likely have used. */
function pass(tables: Tables, situation: Situation, needs: readonly ForecastNeed[]): Forecast {
  const limits = { ...situation.limits }
  const families: string[] = []
  for (const need of needs) {
    const request = requestOf(need, families)
    const ask = (more: number): Decision => decide(tables, { ...situation, limits }, { ...request, input: request.input + more })
    const least = ask(0)
    const decision = least.kind === 'refused' ? least : asHeld(least, need.seen.held, ask)
    if (least.kind === 'refused' || decision.kind === 'refused') {
      const refusal = decision.kind === 'refused' ? refusedFor(need, decision, situation.now) : null
      if (refusal !== null) return refusal
      continue
    }
    const full = need.scopes.find(({ unit, floor, hard }) => floor + amountIn(unit, least.bound) > hard)
    if (full !== undefined) return budgetRefusal(full, { limit: full.name, used: full.floor, hard: full.hard }, amountIn(full.unit, least.bound))
    const model = tables.models.get(decision.model)
    if (model === undefined) continue
    families.push(model.family)
    const used = likelyUse(least.bound, need.seen.used)
    for (const { name, unit } of model.limits[request.purpose.role]) {
      const use = limits[name]
      limits[name] = { resetAt: situation.now, ...use, used: (use?.used ?? 0) + amountIn(unit, used) }
    }
  }
  return null
}

function requestOf({ request, override, judges = false }: ForecastNeed, families: readonly string[]): RouteRequest {
  const { input, output, purpose } = routeRequest({ request, ...(override === undefined ? {} : { override }) })
  const avoiding: ModelPurpose = judges ? { ...purpose, avoidFamilies: [...purpose.avoidFamilies, ...families] } : purpose
  return { purpose: avoiding, input, output, override: override ?? null }
}

/** Decided for as much as a call like it was once held for, unless no model takes so much. */
function asHeld(least: Extract<Decision, { readonly kind: 'taken' }>, held: number, ask: (more: number) => Decision): Decision {
  if (held <= least.bound.tokens) return least
  const decision = ask(held - least.bound.tokens)
  return decision.kind === 'refused' && decision.reason !== 'quota' ? least : decision
}

/** Null where it is for the call itself to find out: somebody failed lately, or a text is too long. */
function refusedFor({ request, judges }: ForecastNeed, decision: Extract<Decision, { readonly kind: 'refused' }>, now: number): ModelRefusal | QuotaRefusal | null {
  if (decision.reason === 'quota') return quotaRefusal(decision.limit ?? '', decision.resetAt ?? now, null)
  const refusal = refusalOf(decision, request.purpose)
  if (refusal.kind !== 'refusal') return null
  return judges === true ? { ...refusal, message: `its audit: ${refusal.message}` } : refusal
}

/** As much as a call like it has used, or else a quarter of its bound, as bytes are of text. */
function likelyUse({ tokens, nanoUsd }: ModelQuote['bound'], seen: number): ModelQuote['bound'] {
  const used = seen > 0 ? seen : likelyTokens(tokens)
  return { tokens: used, nanoUsd: Math.ceil((nanoUsd * used) / tokens) }
}
