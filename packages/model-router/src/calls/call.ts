import type { BudgetRefusal, ModelOperation, ModelOutcome, ModelRefusal, QuotaRefusal } from '@autopack/contracts'
import { refuse } from '../configuration/compile.ts'
import { priceAt } from '../costs/prices.ts'
import { inputBound } from '../costs/tokens.ts'
import { decide } from '../decide/decide.ts'
import type { RouteRequest } from '../decide/decision.ts'
import type { DecisionFacts } from '../decide/facts.ts'
import { tellAlerts } from './alerts.ts'
import { unsent } from './charge.ts'
import { claimProbe, dropProbe, isUnpaid } from './health.ts'
import { namespaced } from './hold.ts'
import { isBrokenOff, laterReset, longestWaitMs, sends, waitAfter } from './patience.ts'
import { quotaRefusal, refusalOf } from './refusal.ts'
import type { Caller, Router } from './router.ts'
import { holdAndSend, type Sent } from './send.ts'
import { createTurns, slept, type Turns } from './turns.ts'

export type CallResult = ModelOutcome | ModelRefusal | QuotaRefusal | BudgetRefusal

/** One budget of sends for everything there is to retry; each is decided, held, sent and settled for itself. */
export async function call(router: Router, caller: Caller): Promise<CallResult> {
  const { id, override } = caller.operation
  if (override !== undefined && !router.tables.models.has(override)) return unknownModel(override)
  const turns = createTurns(router.ledger, router.clock, namespaced(router.namespace, id))
  return sendUntilAnswered(router, caller, turns).finally(() => turns.end())
}

export function unknownModel(override: string): ModelRefusal {
  return refuse('no-model', `models.yaml has no model ${override}, which was asked for by name`)
}

async function sendUntilAnswered(router: Router, caller: Caller, turns: Turns): Promise<CallResult> {
  const { clock } = router
  const { signal } = caller
  let [sent, brokeOff, names] = [0, 0, 0]
  let unpaid: ModelOutcome | null = null
  for (;;) {
    if (signal.aborted) return abandoned(router, caller)
    names += 1
    const name = `${caller.operation.id}/${names}`
    const step = await decideAndSend(router, caller, turns, name)
    if (step.kind === 'again') continue
    if (step.kind === 'refused') {
      const { result } = step
      const wait = result.kind === 'quota' ? result.resetAt - clock.now() : null
      if (wait === null || wait > longestWaitMs || sent + 1 >= sends) return result
      sent += 1
      // others need not wait with it
      await turns.end()
      if (!(await slept(clock, Math.max(wait, 0), signal))) return abandoned(router, caller)
      continue
    }
    if (step.kind === 'no-model') return unpaid ?? step.result
    sent += 1
    if (isUnpaid(step.outcome)) unpaid = step.outcome
    const later = laterReset(step.outcome, clock.now())
    if (later !== null && sent >= sends) return quotaRefusal(step.provider, later, step.outcome.kind === 'failure' ? step.outcome.message : null)
    const wait = waitAfter(step.outcome, sent, brokeOff, clock.now())
    if (wait === null || signal.aborted) return step.outcome
    if (isBrokenOff(step.outcome)) brokeOff += 1
    if (wait > 0 && !(await slept(clock, wait, signal))) return abandoned(router, caller)
  }
}

type Step = Sent | { readonly kind: 'no-model'; readonly result: CallResult }

async function decideAndSend(router: Router, caller: Caller, turns: Turns, name: string): Promise<Step> {
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
    await tellAlerts(router, caller, tables.limits.filter(({ name }) => name === decision.limit))
    return { kind: 'refused', result }
  }
  const model = tables.models.get(decision.model)
  if (model === undefined || (await turns.take(model, caller.signal)) !== 'at-once') return { kind: 'again' }
  const probe = await claimProbe(ledger, clock, model)
  if (probe === 'elsewhere') return { kind: 'again' }
  try {
    return await holdAndSend(router, caller, { name, look, decision, model, price: priceAt(model.prices, look.situation.now) })
  } finally {
    if (probe === 'claimed') await dropProbe(ledger, model)
    await turns.end()
  }
}

export function routeRequest({ request, override }: Pick<ModelOperation, 'request' | 'override'>): RouteRequest {
  return { purpose: request.purpose, input: inputBound(request), output: request.maxOutputTokens, override: override ?? null }
}

function abandoned({ tables }: Router, { operation }: Caller): ModelOutcome {
  const { role, complexity } = operation.request.purpose
  const [model] = tables.chains[role][complexity].all
  return { ...unsent('aborted', 'given up before it was sent'), model: model?.key ?? '', family: model?.family ?? '', nanoUsd: 0 }
}
