import type { Effects, NewEvent } from '@autopack/contracts'
import { askAgain } from '../execute/build.ts'
import { keepRefused } from '../execute/refused-work.ts'
import { currentAttempt, phaseOf } from '../view/lookup.ts'
import type { Session } from './session.ts'
import { takeSignals } from './intake.ts'

const pollMs = 500

/**
 * Looks whether an awaited answer is there, or a person has decided; a patient caller keeps looking. True when something happened.
 * Looking is not journalled: only what it finds is.
 */
export async function awaitResult(session: Session, signal: AbortSignal, patient: boolean): Promise<boolean> {
  for (;;) {
    if (await takeSignals(session)) return true
    for (const phase of waitingForResult(session)) if (await lookFor(session, phase, signal)) return true
    if (!patient || signal.aborted) return false
    await session.parts.clock.sleep(pollMs, signal).catch(() => undefined)
  }
}

function waitingForResult(session: Session): string[] {
  if (session.view.waiting?.kind === 'pause') return []
  return Object.values(session.view.phases)
    .filter((phase) => phase.waiting?.kind === 'result')
    .map((phase) => phase.slice.id)
}

async function lookFor(session: Session, phase: string, signal: AbortSignal): Promise<boolean> {
  const said = await askAgain(session, phase, signal)
  if (said === null || signal.aborted) return false
  const unusable = whyUnusable(said)
  if (unusable !== null) return waitOn(session, phase, unusable)
  const { number, build } = currentAttempt(session.view, phase)
  const outcome = build?.kind === 'waiting' ? await keepRefused(session, build.checkout, said, signal) : said
  const effect = `${session.view.effectCount + 1}-build`
  const base = build?.kind === 'waiting' ? build.checkout.commit : session.view.head
  const events: NewEvent[] = [
    { type: 'wait-end', data: { phase, kind: 'result' } },
    { type: 'effect-start', data: { effect, kind: 'build', phase, attempt: number, input: { base, timeoutMs: 0 } } },
    { type: 'effect-end', data: { effect, kind: 'build', outcome, durationMs: 0 } },
  ]
  await session.append(events)
  if (build?.kind === 'waiting') await session.parts.workspace.remove(build.name)
  return true
}

/** A slip of the pen, or an answer that is half written: the work stands beside it and is not thrown away. */
function whyUnusable(outcome: Effects['build']['outcome']): string | null {
  return outcome.kind === 'failed' && outcome.failure === 'format' ? `${outcome.message}; correct the answer, and it is read again` : null
}

/** Said once, until something else is wrong. */
async function waitOn(session: Session, phase: string, message: string): Promise<boolean> {
  if (phaseOf(session.view, phase).waiting?.message === message) return false
  await session.append([{ type: 'wait-start', data: { phase, kind: 'result', until: null, message } }])
  return true
}
