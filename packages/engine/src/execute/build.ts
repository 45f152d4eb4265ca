import { AutopackError, type BuildOutcome, type Builder, type BuilderSpecification, type Checkout, type Effects, type Postponed } from '@autopack/contracts'
import { currentAttempt, phaseOf } from '../view/lookup.ts'
import { failedAttempts } from '../decide/selection.ts'
import type { Session } from '../session/session.ts'
import { withDeadline } from './deadline.ts'
import { forecast } from './forecast.ts'
import { reportBudget, reportQuota } from './incident.ts'
import { meterModel } from './meter-model.ts'
import type { Performer, StartedEffect } from './performer.ts'
import { captureLimits, keepRefused } from './refused-work.ts'
import { markerOf, workName } from './work-name.ts'

type Outcome = Effects['build']['outcome']

/** A builder works in a checkout of its own; whatever differs afterwards is its proposal. */
export const build: Performer<'build'> = async (session, effect, signal) => {
  const { id, builder, scope } = phaseOf(session.view, effect.phase ?? '').slice
  const beyond = builder.kind === 'model' ? null : await outOfReach(session, id)
  if (beyond !== null) return beyond
  const name = workName(session, effect.effect)
  const copy = session.view.created.strategy.workspace.copy
  const checkout = await session.parts.workspace.create(name, effect.input.base, needsScope(session, builder) ? { copy, only: scope } : { copy })
  const outcome = await propose(session, effect, checkout, signal)
  if (outcome.kind === 'waiting') return { ...outcome, name, checkout }
  try {
    return await keepRefused(session, checkout, await settle(session, checkout, outcome), signal)
  } finally {
    // nothing that a builder leaves lying about reaches CI
    await session.parts.workspace.remove(name)
  }
}

/** A builder that asks a model is told by its first call; for any other it is looked here whether its change could be audited. */
async function outOfReach(session: Session, phase: string): Promise<Outcome | null> {
  const refused = await forecast(session, phase, null)
  if (refused === null) return null
  const { message } = refused
  if (refused.kind === 'quota') {
    await reportQuota(session, phase, refused)
    return { kind: 'postponed', until: refused.resetAt, message }
  }
  if (refused.kind === 'over-budget') await reportBudget(session, phase, refused)
  const failure = refused.kind === 'over-budget' ? 'budget' : refused.reason === 'no-credential' ? 'authentication' : 'no_model'
  return { kind: 'failed', failure, message, evidence: [] }
}

/**
 * Asks once more for an answer that a person or an editor owes. Null while it is still owed. The checkout stays as it is, and the answer
 * in it, until the outcome is journalled: what cannot be used may be corrected.
 */
export async function askAgain(session: Session, phaseId: string, signal: AbortSignal): Promise<Outcome | null> {
  const waiting = currentAttempt(session.view, phaseId).build
  if (waiting?.kind !== 'waiting') return null
  const { name, checkout } = waiting
  if (!(await session.parts.workspace.list()).includes(name)) return { kind: 'interrupted' }
  const slice = phaseOf(session.view, phaseId).slice
  const effect: StartedEffect<'build'> = {
    effect: name,
    kind: 'build',
    phase: phaseId,
    attempt: currentAttempt(session.view, phaseId).number,
    input: { base: checkout.commit, timeoutMs: slice.caps.durationMs },
  }
  const outcome = await propose(session, effect, checkout, signal)
  return outcome.kind === 'waiting' ? null : settle(session, checkout, outcome)
}

async function propose(session: Session, effect: StartedEffect<'build'>, checkout: Checkout, signal: AbortSignal): Promise<BuildOutcome | Postponed> {
  const phase = phaseOf(session.view, effect.phase ?? '')
  const attempt = currentAttempt(session.view, phase.slice.id)
  const { timeoutMs } = effect.input
  const deadline = withDeadline(signal, timeoutMs)
  const model = meterModel(session, { phase: phase.slice.id, role: 'builder', effect: effect.effect, signal: deadline.signal })
  const outcome = await builderFor(session, phase.slice.builder.kind).build(
    {
      run: session.run,
      phase: phase.slice,
      attempt: attempt.number,
      failedAttempts: failedAttempts(phase),
      hints: attempt.hints,
      checkout: checkout.path,
      planDirectory: session.view.created.planDirectory,
      timeoutMs,
      marker: markerOf(session, effect.effect),
    },
    {
      model,
      keep: session.keep,
      signal: deadline.signal,
    },
  )
  if (outcome.kind !== 'failed') return outcome
  if (deadline.passed()) return { ...outcome, failure: 'timeout' }
  return outcome.failure === 'quota' ? (model.postponed() ?? { ...outcome, failure: 'infrastructure' }) : outcome
}

/** As the plan says, or else the builder itself. */
function needsScope(session: Session, builder: BuilderSpecification): boolean {
  return builder.kind !== 'model' && builder.checkout === 'scope' ? true : builderFor(session, builder.kind).needs === 'scope'
}

function builderFor(session: Session, kind: Builder['kind']): Builder {
  const builder = session.parts.builders.find((candidate) => candidate.kind === kind)
  if (builder !== undefined) return builder
  throw new AutopackError({ code: 'AUTOPACK_BUILDER_MISSING', message: `No builder of kind ${kind} is installed; pass one to createAutopack({ builders }).` })
}

/** The change is taken from git state, and what was written down of it is made on that. */
async function settle(session: Session, checkout: Checkout, outcome: Exclude<BuildOutcome, { kind: 'waiting' }> | Postponed): Promise<Outcome> {
  return outcome.kind === 'proposed' ? take(session, checkout, outcome) : outcome
}

async function take(session: Session, checkout: Checkout, { summary, family, evidence, edits = [] }: Extract<BuildOutcome, { kind: 'proposed' }>): Promise<Extract<Outcome, { kind: 'proposed' | 'failed' }>> {
  try {
    const captured = await session.parts.workspace.capture(checkout, { limits: captureLimits(session) })
    const edited = edits.length === 0 ? ({ kind: 'edited', tree: captured } as const) : await session.parts.governor.edit(captured, edits)
    if (edited.kind === 'refused') return { kind: 'failed', failure: 'format', message: `the change does not apply:\n${edited.problems.join('\n')}`, evidence }
    return { kind: 'proposed', base: checkout.commit, tree: edited.tree, summary, family, evidence }
  } catch (error) {
    if (!AutopackError.isInstance(error) || error.code !== 'AUTOPACK_WORKSPACE_UNTRACKABLE') throw error
    return { kind: 'failed', failure: 'builder_error', message: error.message, evidence }
  }
}
