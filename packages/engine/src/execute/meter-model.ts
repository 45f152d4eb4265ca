import type { ArtifactReference, CallObserver, MeteredModel, ModelOutcome, ModelRole, Postponed, QuotaRefusal } from '@autopack/contracts'
import { currentAttempt } from '../view/lookup.ts'
import type { RunView } from '../view/run-view.ts'
import type { Session } from '../session/session.ts'
import { endOfCall } from './call-end.ts'
import { callScopes } from './call-scopes.ts'
import { forecast } from './forecast.ts'
import { recordIncident, reportBudget, reportQuota } from './incident.ts'
import { keepAnswer, readAnswer } from './kept-answer.ts'

interface Purpose {
  readonly phase: string
  readonly role: ModelRole
  readonly effect: string
  readonly signal: AbortSignal
}

export interface Meter extends MeteredModel {
  /** The wait that the last call ran into; null where it did not. */
  postponed(): Postponed | null
}

/**
 * Journals and charges every call, and holds it to the caps of run, tier, phase and role: `call-start` → send → answer kept → `call-end`.
 * An answer that an interrupted process had already paid for is used again instead of asked for again.
 */
export function meterModel(session: Session, purpose: Purpose): Meter {
  let calls = 0
  let waiting: QuotaRefusal | null = null
  return {
    postponed: () => (waiting === null ? null : { kind: 'postponed', until: waiting.resetAt, message: waiting.message }),
    call: async (request) => {
      waiting = null
      const kept = await session.keep('model-request.json', 'application/json', JSON.stringify({ request }))
      const paid = await answerAlreadyPaid(session, purpose, kept)
      if (paid !== null) return paid
      calls += 1
      const { run, view, epoch, parts } = session
      const { phase, effect } = purpose
      const id = `${run}/${phase}/${currentAttempt(view, phase).number}/${effect}/${epoch}.${calls}`
      const override = view.created.overrides?.[purpose.role]
      // nothing is paid for a change that could not be kept
      const refused = calls === 1 && purpose.role === 'builder' ? await forecast(session, phase, request) : null
      const result = refused ?? await parts.models.call({ id, run, phase, request, scopes: callScopes(view, phase, purpose.role), ...(override === undefined ? {} : { override }) }, observe(session, purpose, kept), purpose.signal)
      if (result.kind === 'over-budget') await reportBudget(session, phase, result)
      if (result.kind === 'quota') {
        waiting = result
        await reportQuota(session, phase, result)
      }
      return result
    },
  }
}

function observe(session: Session, { phase, role }: Purpose, kept: ArtifactReference): CallObserver {
  return {
    async intent({ operation, model, because, bound }) {
      await session.append([{ type: 'call-start', data: { operation, phase, role, model, because, bound, request: kept } }])
    },
    async outcome({ operation, bound }, outcome) {
      const answer = await keepAnswer(session, { operation, outcome })
      await session.append([endOfCall(operation, bound, outcome, answer)])
    },
    async alerts(alerts) {
      await session.append(alerts.map(({ limit, level, used, hard }) => ({ type: 'cap-alert', data: { cap: 'quota', quota: limit, level, used, limit: hard, tier: null, phase } })))
      for (const { limit, resetAt } of alerts.filter(({ level }) => level === 'reached')) await recordIncident(session, { phase, subject: limit, message: `${limit} has nothing left`, until: resetAt })
    },
  }
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
  const owner = /\/(\d+)\.\d+(?:\/\d+)?$/.exec(operation)?.[1]
  return Number(owner ?? view.epoch) < view.epoch && (operation.includes(`/${effect}/`) || effect.endsWith('-build'))
}
