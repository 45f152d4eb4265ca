import type { BudgetRefusal, ModelOutcome, ModelSend, QuotaRefusal } from '@autopack/contracts'
import type { CompiledModel } from '../configuration/tables.ts'
import type { Price } from '../costs/cost.ts'
import type { Decision } from '../decide/decision.ts'
import { becauseOf } from '../decide/explain.ts'
import { isNeverDowngrade } from '../decide/order.ts'
import type { Look } from '../decide/situation.ts'
import { misuse } from '../ledger/errors.ts'
import { tellAlerts } from './alerts.ts'
import { settlementOf, unsent } from './charge.ts'
import { learn } from './health.ts'
import { amountIn, namespaced, reservationOf } from './hold.ts'
import { observe } from './observe.ts'
import { outcomeOf } from './outcome.ts'
import { plausible } from './plausible.ts'
import { budgetRefusal, quotaRefusal } from './refusal.ts'
import type { Caller, Router } from './router.ts'

export type Sent = { readonly kind: 'sent'; readonly provider: string; readonly outcome: ModelOutcome } | { readonly kind: 'again' } | { readonly kind: 'refused'; readonly result: QuotaRefusal | BudgetRefusal }

export interface Way {
  /** Of this send, as the caller knows it. */
  readonly name: string
  readonly look: Look
  readonly decision: Extract<Decision, { readonly kind: 'taken' }>
  readonly model: CompiledModel
  /** Null where it costs nothing. */
  readonly price: Price | null
}

/** One send: hold → intent → marked → sent → outcome → settled, and what it has told is remembered. */
export async function holdAndSend(router: Router, caller: Caller, way: Way): Promise<Sent> {
  const { ledger, namespace } = router
  const { operation, observer } = caller
  const { bound } = way.decision
  const held = namespaced(namespace, way.name)
  const reservation = reservationOf({ operation, name: held, model: way.model, bound, price: way.price, look: way.look, namespace })
  const reserved = await ledger.reserve(reservation)
  // an opening has moved, or a run of this name was there before: decided anew, under the next name
  if (reserved.kind === 'stale' || reserved.kind === 'taken') return { kind: 'again' }
  if (reserved.kind === 'refused') return { kind: 'refused', result: refusedBy(caller, way, reserved.limits) }
  const { key, family, provider } = way.model
  const send: ModelSend = { kind: 'quote', operation: way.name, model: key, family, provider, bound, because: becauseOf(way.decision, operation.request.purpose) }
  try {
    await observer.intent(send)
  } catch (error) {
    await ledger.void(held)
    throw error
  }
  const marked = await ledger.markSent(held)
  // swept or given up: decided anew, under the next name
  if (marked.kind === 'taken' && marked.state === 'voided') return { kind: 'again' }
  if (marked.kind === 'taken') throw misuse(`${held} was sent by another call of the same name while this one was about to: give each call an id of its own.`, { operation: held, state: marked.state })
  const outcome = await ask(router, caller, way, send)
  try {
    await observer.outcome(send, outcome)
  } finally {
    await ledger.settle(held, settlementOf(outcome, reservation.facts, reservation.entries.map(({ bucket }) => bucket)))
  }
  await observe(ledger, router.clock, way.model, outcome, way.look)
  await learn(ledger, router.clock, way.model, outcome)
  await tellAlerts(router, caller, way.model.limits[operation.request.purpose.role])
  return { kind: 'sent', provider, outcome }
}

async function ask({ tables, clock }: Router, { operation, signal }: Caller, { model, price }: Way, send: ModelSend): Promise<ModelOutcome> {
  const maxOutputTokens = Math.min(operation.request.maxOutputTokens, model.maxOutputTokens)
  const request = { ...operation.request, maxOutputTokens }
  const strict = isNeverDowngrade(tables, request.purpose)
  const wire = { model: model.name, messages: request.messages, schema: request.schema, maxOutputTokens, neverDowngrade: strict }
  const came = model.sender === null ? unsent('auth', `${model.provider} is not connected`) : await model.sender.send(wire, signal)
  return outcomeOf({ request, send, model, strict, price }, plausible(came, clock.now()), clock.now())
}

/** Somebody else was faster, or a scope of the caller's own is full. */
function refusedBy({ operation }: Caller, { look, model, decision }: Way, limits: readonly { readonly limit: string; readonly used: number; readonly hard: number }[]): QuotaRefusal | BudgetRefusal {
  for (const scope of operation.scopes) {
    const refused = limits.find(({ limit, hard }) => limit === scope.name && hard === scope.hard)
    if (refused !== undefined) return budgetRefusal(scope, refused, amountIn(scope.unit, decision.bound))
  }
  const name = limits[0]?.limit ?? model.provider
  return quotaRefusal(name, look.situation.limits[name]?.resetAt ?? look.situation.now, null)
}

