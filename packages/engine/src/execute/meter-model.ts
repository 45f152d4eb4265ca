import type { ArtifactReference, BudgetRefusal, CallObserver, CallScope, CapName, MeteredModel, ModelOutcome, ModelRole, Postponed, QuotaRefusal } from '@autopack/contracts'
import { currentAttempt, phaseOf, tierOf } from '../view/lookup.ts'
import type { RunView } from '../view/run-view.ts'
import type { Session } from '../session/session.ts'
import { exhaustion, isKnown } from '../decide/exhaustion.ts'
import { endOfCall } from './call-end.ts'
import { recordIncident, reportQuota } from './incident.ts'
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
      const result = await parts.models.call({ id, run, phase, request, scopes: scopesOf(view, purpose), ...(override === undefined ? {} : { override }) }, observe(session, purpose, kept), purpose.signal)
      if (result.kind === 'over-budget') await reportReached(session, purpose, result)
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
      const fresh = alerts.filter(({ limit, level }) => !session.view.alerts.some((known) => known.quota === limit && known.level === level))
      if (fresh.length === 0) return
      await session.append(fresh.map(({ limit, level, used, hard }) => ({ type: 'cap-alert', data: { cap: 'quota', quota: limit, level, used, limit: hard, tier: null, phase } })))
      for (const { limit, resetAt } of fresh.filter(({ level }) => level === 'reached')) await recordIncident(session, { phase, subject: limit, message: `${limit} has nothing left`, until: resetAt })
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

type Capped = Extract<CapName, 'run.usd' | 'run.tokens' | 'tier.tokens' | `phase.tokens.${ModelRole}`>

/** What each cap belongs to: the alert of a run's cap ends the run, any other its phase. */
const ofRun: ReadonlySet<string> = new Set<Capped>(['run.usd', 'run.tokens'])

/** The caps of a call, outermost first. The journal is what counts; the ledger adds what is under way. */
function scopesOf(view: RunView, { phase: id, role }: Purpose): CallScope[] {
  const phase = phaseOf(view, id)
  const tier = tierOf(view, phase.slice.tier)
  const { caps } = view.created.strategy
  const run = `run/${view.run}@${view.createdAt}`
  const scope = (name: Capped, unit: CallScope['unit'], place: string, floor: number, hard: number): CallScope => ({ name, unit, bucket: `${run}${place}`, floor, hard })
  return [
    scope('run.usd', 'usd', '', view.spent.nanoUsd, caps.nanoUsd),
    scope('run.tokens', 'tokens', '', view.spent.tokens, caps.tokens),
    scope('tier.tokens', 'tokens', `/tier/${tier.slice.id}`, tier.spent.tokens, tier.slice.caps.tokens),
    scope(`phase.tokens.${role}`, 'tokens', `/phase/${id}/${role}`, phase.spent.tokensByRole[role], phase.slice.caps.tokens[role]),
  ]
}

async function reportReached(session: Session, { phase, role }: Purpose, { cap, used, limit }: BudgetRefusal): Promise<void> {
  const name = (['run.usd', 'run.tokens', 'tier.tokens', `phase.tokens.${role}`] as const).find((known) => known === cap)
  if (name === undefined) return
  const owner = ofRun.has(name) ? { tier: null, phase: null } : { tier: phaseOf(session.view, phase).slice.tier, phase }
  const now = session.parts.clock.now()
  await session.append(exhaustion({ cap: name, used, limit, ...owner }).filter((event) => event.type !== 'incident-record' || !isKnown(session.view, event.data, now)))
}
