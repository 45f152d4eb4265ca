import type { EventData, NewEvent } from '@autopack/contracts'
import { endOfCall, presumedEnd, unsentEnd } from '../execute/call-end.ts'
import { readAnswer, unclaimedAnswers } from '../execute/kept-answer.ts'
import { giveBack } from '../execute/give-back.ts'
import { perform } from '../execute/perform.ts'
import { markerPrefix } from '../execute/work-name.ts'
import { takeSignals } from './intake.ts'
import type { Session } from './session.ts'
import { watchSignals } from './watch-signals.ts'

/** The first thing a new owner does: end what the old one left running, then settle what it left open. */
export async function adopt(session: Session, owner: string, signal: AbortSignal): Promise<void> {
  const { parts, run, view, epoch } = session
  const events: NewEvent[] = [{ type: 'run-adopt', data: { owner, epoch } }]
  if (view.engineVersion !== parts.engineVersion) events.push({ type: 'engine-change', data: { from: view.engineVersion, to: parts.engineVersion } })
  if (view.waiting !== null && view.waiting.kind !== 'pause') events.push({ type: 'wait-end', data: { phase: null, kind: view.waiting.kind } })
  await session.append(events)
  await parts.runner.sweep(markerPrefix(session))
  await parts.repository.clearStaleLocks(run)
  await settleCalls(session)
  await settleNewest(session)
  await reconcile(session, signal)
}

/** What the dead process had been answered and could not say any more is settled; what it was not is charged all the same. */
async function settleCalls(session: Session): Promise<void> {
  const open = Object.values(session.view.calls).filter((call) => call.end === null)
  if (open.length === 0) return
  const answers = await unclaimedAnswers(session)
  const ends: NewEvent[] = []
  for (const { operation, bound } of open) {
    const kept = answers.get(operation)
    const owed = await session.parts.models.recover(operation, kept?.answer.outcome ?? null)
    if (kept !== undefined) ends.push(endOfCall(operation, bound, kept.answer.outcome, kept.reference))
    else ends.push(owed === 'unsent' ? unsentEnd(operation) : presumedEnd(operation, bound))
  }
  await session.append(ends)
}

/** The dead process may have journalled how its last call ended and not settled it: settling twice is settling once. */
async function settleNewest(session: Session): Promise<void> {
  const { view, parts } = session
  const newest = view.openEffect === null ? undefined : Object.values(view.calls).at(-1)
  if (newest?.end?.answer == null) return
  const kept = await readAnswer(session, newest.end.answer.hash)
  await parts.models.recover(newest.operation, kept?.outcome ?? null)
}

/**
 * Every effect but a build is safe to do again under its own name; a build that proposed nothing goes back to the queue. A run that was
 * cancelled meanwhile does nothing again that has left no trace on its branch or on one of the user's.
 */
async function reconcile(session: Session, signal: AbortSignal): Promise<void> {
  const open = session.view.openEffect
  if (open === null) return
  if (open.kind === 'build') return giveBack(session, open, { stopped: false, durationMs: 0 })
  if (open.kind !== 'promote' && open.kind !== 'rollback') await takeSignals(session)
  if (session.view.cancelled !== null && !(await hasLeftTrace(session, open))) return
  const watched = watchSignals(session, signal)
  try {
    await perform(session, open, watched.signal)
  } finally {
    watched.stop()
  }
}

async function hasLeftTrace({ parts: { repository } }: Session, open: EventData['effect-start']): Promise<boolean> {
  if (open.kind === 'snapshot') return (await repository.readRef(`refs/heads/${open.input.branch}`)) === open.input.commit
  return open.kind === 'promote' || open.kind === 'rollback'
}
