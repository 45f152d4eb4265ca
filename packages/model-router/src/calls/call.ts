import type { BudgetRefusal, CallObserver, Clock, Ledger, ModelOperation, ModelOutcome, ModelRefusal, ModelSend, QuotaRefusal } from '@autopack/contracts'
import type { CompiledModel, Tables } from '../configuration/compile.ts'
import { inputBound } from '../costs/tokens.ts'
import { decide } from '../decide/decide.ts'
import type { Decision, RouteRequest } from '../decide/decision.ts'
import { becauseOf } from '../decide/explain.ts'
import { isNeverDowngrade } from '../decide/order.ts'
import type { DecisionFacts } from '../decide/simulate.ts'
import type { Look } from '../decide/situation.ts'
import { alertsOf } from './alerts.ts'
import { settlementOf, unsent } from './charge.ts'
import { claimProbe, learn } from './health.ts'
import { amountIn, namespaced, reservationOf } from './hold.ts'
import { outcomeOf } from './outcome.ts'
import { isBrokenOff, laterReset, longestWaitMs, sends, waitAfter } from './patience.ts'
import { budgetRefusal, quotaRefusal, refusalOf } from './refusal.ts'

export interface Router {
  readonly tables: Tables
  readonly ledger: Ledger
  readonly clock: Clock
  readonly look: (now: number) => Promise<Look>
  /** Before the names of operations, runs and scopes. */
  readonly namespace: string
}

export interface Caller {
  readonly operation: ModelOperation
  readonly observer: CallObserver
  readonly signal: AbortSignal
}

export type CallResult = ModelOutcome | ModelRefusal | QuotaRefusal | BudgetRefusal

type Taken = Extract<Decision, { readonly kind: 'taken' }>
type Sent = { readonly kind: 'sent'; readonly provider: string; readonly outcome: ModelOutcome } | { readonly kind: 'again' } | { readonly kind: 'refused'; readonly result: QuotaRefusal | BudgetRefusal }

/** One budget of sends for everything there is to retry; each is decided, held, sent and settled for itself. */
export async function call(router: Router, caller: Caller): Promise<CallResult> {
  const { clock } = router
  const { signal } = caller
  let [sent, brokeOff, names] = [0, 0, 0]
  for (;;) {
    if (signal.aborted) return abandoned(router, caller)
    names += 1
    const name = `${caller.operation.id}/${names}`
    const step = await decideAndSend(router, caller, name)
    if (step.kind === 'again') continue
    if (step.kind === 'refused') {
      const { result } = step
      const wait = result.kind === 'quota' ? result.resetAt - clock.now() : null
      if (wait === null || wait > longestWaitMs || sent + 1 >= sends) return result
      sent += 1
      if (!(await waited(clock, Math.max(wait, 0), signal))) return abandoned(router, caller)
      continue
    }
    if (step.kind === 'no-model') return step.result
    sent += 1
    const later = laterReset(step.outcome, clock.now())
    if (later !== null && sent >= sends) return quotaRefusal(step.provider, later, step.outcome.kind === 'failure' ? step.outcome.message : null)
    const wait = waitAfter(step.outcome, sent, brokeOff, clock.now())
    if (wait === null || signal.aborted) return step.outcome
    if (isBrokenOff(step.outcome)) brokeOff += 1
    if (wait > 0 && !(await waited(clock, wait, signal))) return abandoned(router, caller)
  }
}

type Step = Sent | { readonly kind: 'no-model'; readonly result: CallResult }

async function decideAndSend(router: Router, caller: Caller, name: string): Promise<Step> {
  const { tables, clock, ledger } = router
  const { operation } = caller
  const look = await router.look(clock.now())
  const request = routeRequest(operation)
  const decision = decide(tables, look.situation, request)
  const facts: DecisionFacts = { request, situation: look.situation, decision }
  await ledger.record({ operation: namespaced(router.namespace, name), run: namespaced(router.namespace, operation.run), phase: operation.phase, decision: facts })
  if (decision.kind === 'refused') {
    const result = refusalOf(decision, operation.request.purpose)
    if (result.kind !== 'quota') return { kind: 'no-model', result }
    await reportReached(caller, decision, tables, look)
    return { kind: 'refused', result }
  }
  const model = tables.models.get(decision.model)
  if (model === undefined || !(await claimProbe(ledger, clock, model))) return { kind: 'again' }
  return holdAndSend(router, caller, { name, look, decision, model })
}

export function routeRequest({ request, override }: Pick<ModelOperation, 'request' | 'override'>): RouteRequest {
  return { purpose: request.purpose, input: inputBound(request), output: request.maxOutputTokens, override: override ?? null }
}

interface Way {
  /** Of this send, as the caller knows it. */
  readonly name: string
  readonly look: Look
  readonly decision: Taken
  readonly model: CompiledModel
}

async function holdAndSend(router: Router, caller: Caller, way: Way): Promise<Sent> {
  const { ledger, namespace } = router
  const { operation, observer } = caller
  const { bound } = way.decision
  const held = namespaced(namespace, way.name)
  const reservation = reservationOf({ operation, name: held, model: way.model, bound, look: way.look, namespace })
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
  if ((await ledger.markSent(held)) !== 'sent') return { kind: 'again' }
  const outcome = await ask(router, caller, way.model, send)
  try {
    await observer.outcome(send, outcome)
  } finally {
    await ledger.settle(held, settlementOf(outcome, bound, reservation.entries.map(({ bucket }) => bucket)))
  }
  await learn(ledger, router.clock, way.model, outcome)
  const { postings } = settlementOf(outcome, bound, ['tokens:', 'usd:', 'requests:'])
  const alerts = alertsOf(way.model, operation.request.purpose.role, way.look.situation, ({ unit }) => postings.find(({ bucket }) => bucket.startsWith(unit))?.amount ?? 0)
  if (alerts.length > 0) await observer.alerts?.(alerts)
  return { kind: 'sent', provider, outcome }
}

async function ask({ tables }: Router, { operation, signal }: Caller, model: CompiledModel, send: ModelSend): Promise<ModelOutcome> {
  const maxOutputTokens = Math.min(operation.request.maxOutputTokens, model.maxOutputTokens)
  const request = { ...operation.request, maxOutputTokens }
  const wire = { model: model.name, messages: request.messages, schema: request.schema, maxOutputTokens, neverDowngrade: isNeverDowngrade(tables, request.purpose) }
  const came = model.sender === null ? unsent('auth', `${model.provider} is not connected`) : await model.sender.send(wire, signal)
  return outcomeOf(request, send, model, came)
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

async function reportReached({ observer }: Caller, decision: Extract<Decision, { readonly kind: 'refused' }>, tables: Tables, { situation }: Look): Promise<void> {
  const limit = tables.limits.find(({ name }) => name === decision.limit)
  if (limit === undefined) return
  await observer.alerts?.([{ limit: limit.name, level: 'reached', used: situation.limits[limit.name]?.used ?? 0, hard: limit.hard }])
}

async function waited(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  return clock.sleep(ms, signal).then(
    () => true,
    () => false,
  )
}

function abandoned({ tables }: Router, { operation }: Caller): ModelOutcome {
  const { role, complexity } = operation.request.purpose
  const [model] = tables.chains[role][complexity]
  return { ...unsent('aborted', 'given up before it was sent'), model: model?.key ?? '', family: model?.family ?? '', nanoUsd: 0 }
}
