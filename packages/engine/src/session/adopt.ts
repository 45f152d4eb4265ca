import type { NewEvent } from '@autopack/contracts'
import { openAttempt, phaseOf } from '../view/lookup.ts'
import { perform } from '../execute/perform.ts'
import { markerPrefix } from '../execute/work-name.ts'
import { phaseStep, runStep } from '../decide/steps.ts'
import type { Session } from './session.ts'

/** The first thing a new owner does: end what the old one left running, then settle what it left open. */
export async function adopt(session: Session, owner: string, signal: AbortSignal): Promise<void> {
  const { parts, run, view, epoch } = session
  const events: NewEvent[] = [{ type: 'run-adopt', data: { owner, epoch } }]
  if (view.engineVersion !== parts.engineVersion) events.push({ type: 'engine-change', data: { from: view.engineVersion, to: parts.engineVersion } })
  if (view.waiting !== null && view.waiting.kind !== 'pause') events.push({ type: 'wait-end', data: { phase: null, kind: view.waiting.kind } })
  await session.append(events)
  await parts.runner.sweep(markerPrefix(session))
  await parts.repository.clearStaleLocks(run)
  await presumeCalls(session)
  await reconcile(session, signal)
}

/** A call that was sent is never free: what the dead process cannot tell any more is charged at its bound. */
async function presumeCalls(session: Session): Promise<void> {
  const open = Object.values(session.view.calls).filter((call) => call.end === null)
  const events = open.map(({ operation, bound }): NewEvent => ({
    type: 'call-end',
    data: { operation, ended: 'presumed', failure: null, usage: null, tokens: bound.tokens, nanoUsd: bound.nanoUsd, served: null, answer: null },
  }))
  if (events.length > 0) await session.append(events)
}

/** Every effect but a build is safe to do again under its own name; a build that proposed nothing goes back to the queue. */
async function reconcile(session: Session, signal: AbortSignal): Promise<void> {
  const open = session.view.openEffect
  if (open === null) return
  if (open.kind !== 'build') return void (await perform(session, open, signal))
  const phase = phaseOf(session.view, open.phase ?? '')
  const back = openAttempt(phase) === null ? [] : [phaseStep(phase, 'QUEUED', 'interrupted before it proposed a change'), runStep(session.view, 'PHASE_QUEUEING')]
  await session.append([{ type: 'effect-end', data: { effect: open.effect, kind: 'build', outcome: { kind: 'interrupted' }, durationMs: 0 } }, ...back])
}
