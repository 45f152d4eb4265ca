import type { ArtifactReference, BudgetRefusal, MeteredModel, ModelOutcome, ModelQuote, ModelRequest, ModelRole } from '@autopack/contracts'
import { currentAttempt, phaseOf, tierOf } from '../view/lookup.ts'
import type { RunView } from '../view/run-view.ts'
import type { Session } from '../session/session.ts'
import { endOfCall } from './call-end.ts'
import { keepAnswer, readAnswer } from './kept-answer.ts'

interface Purpose {
  readonly phase: string
  readonly role: ModelRole
  readonly effect: string
  readonly signal: AbortSignal
}

/**
 * Bounds, journals and charges every call: reserve against all caps → `call-start` → send → answer kept → `call-end`.
 * An answer that an interrupted process had already paid for is used again instead of asked for again.
 */
export function meterModel(session: Session, purpose: Purpose): MeteredModel {
  let calls = 0
  return {
    call: async (request) => {
      const quote = session.parts.models.quote(request)
      if (quote.kind === 'refusal') return quote
      const kept = await session.keep('model-request.json', 'application/json', JSON.stringify({ model: quote.model, request }))
      const paid = await answerAlreadyPaid(session, purpose, kept)
      if (paid !== null) return paid
      const refusal = overBudget(session.view, purpose, quote)
      if (refusal !== null) return refuse(session, purpose, refusal)
      calls += 1
      const operation = `${session.run}/${purpose.phase}/${currentAttempt(session.view, purpose.phase).number}/${purpose.effect}/${session.epoch}.${calls}`
      return send(session, purpose, { operation, request, quote, kept })
    },
  }
}

interface Sending {
  readonly operation: string
  readonly request: ModelRequest
  readonly quote: ModelQuote
  readonly kept: ArtifactReference
}

async function send(session: Session, purpose: Purpose, { operation, request, quote, kept }: Sending): Promise<ModelOutcome> {
  const { model, because, bound } = quote
  await session.append([{ type: 'call-start', data: { operation, phase: purpose.phase, role: purpose.role, model, because, bound, request: kept } }])
  const outcome = await session.parts.models.call(request, quote, purpose.signal)
  const answer = await keepAnswer(session, { operation, outcome })
  await session.append([endOfCall(operation, bound, outcome, answer)])
  return outcome
}

async function answerAlreadyPaid(session: Session, purpose: Purpose, request: ArtifactReference): Promise<ModelOutcome | null> {
  const attempt = currentAttempt(session.view, purpose.phase).number
  const call = Object.values(session.view.calls).find(
    (candidate) =>
      candidate.phase === purpose.phase && candidate.attempt === attempt && candidate.request.hash === request.hash && candidate.end?.ended === 'answered',
  )
  if (call?.end?.answer == null || !wasInterrupted(session.view, call.operation, purpose.effect)) return null
  return (await readAnswer(session, call.end.answer.hash))?.outcome ?? null
}

/** Only an effect that an earlier owner left open is taken up again; a second audit round asks anew. */
function wasInterrupted(view: RunView, operation: string, effect: string): boolean {
  const epoch = Number(operation.split('/').at(-1)?.split('.')[0] ?? view.epoch)
  return epoch < view.epoch && (operation.includes(`/${effect}/`) || effect.endsWith('-build'))
}

interface Over extends BudgetRefusal {
  readonly used: number
  readonly limit: number
  readonly scope: 'run' | 'tier' | 'phase'
}

/** The first cap that the call's bound would pass. */
function overBudget(view: RunView, purpose: Purpose, quote: ModelQuote): Over | null {
  const phase = phaseOf(view, purpose.phase)
  const tier = tierOf(view, phase.slice.tier)
  const { caps } = view.created.strategy
  const { tokens, nanoUsd } = quote.bound
  const checks = [
    { cap: 'run.usd', scope: 'run', used: view.spent.nanoUsd, more: nanoUsd, limit: caps.nanoUsd },
    { cap: 'run.tokens', scope: 'run', used: view.spent.tokens, more: tokens, limit: caps.tokens },
    { cap: 'tier.tokens', scope: 'tier', used: tier.spent.tokens, more: tokens, limit: tier.slice.caps.tokens },
    { cap: `phase.tokens.${purpose.role}`, scope: 'phase', used: phase.spent.tokensByRole[purpose.role], more: tokens, limit: phase.slice.caps.tokens[purpose.role] },
  ] as const
  const over = checks.find(({ used, more, limit }) => used + more > limit)
  if (over === undefined) return null
  const { cap, scope, used, more, limit } = over
  return { kind: 'over-budget', cap, scope, used, limit, message: `${cap}: ${used} used, this call may take ${more} more, the limit is ${limit}` }
}

async function refuse(session: Session, purpose: Purpose, over: Over): Promise<BudgetRefusal> {
  const { kind, cap, message, used, limit, scope } = over
  const phase = scope === 'run' ? null : purpose.phase
  const tier = scope === 'run' ? null : phaseOf(session.view, purpose.phase).slice.tier
  await session.append([{ type: 'cap-alert', data: { cap, level: 'reached', used, limit, tier, phase } }])
  return { kind, cap, message }
}
