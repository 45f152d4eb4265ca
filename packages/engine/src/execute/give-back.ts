import type { EventData } from '@autopack/contracts'
import { phaseStep, runStep } from '../decide/steps.ts'
import { openAttempt, phaseOf } from '../view/lookup.ts'
import type { Session } from '../session/session.ts'

/** A build that proposed nothing goes back to the queue, its attempt still open. `stopped` on purpose it is no sign of a build that kills its process. */
export async function giveBack(session: Session, open: EventData['effect-start'], stopped: boolean): Promise<void> {
  const phase = phaseOf(session.view, open.phase ?? '')
  const back = openAttempt(phase) === null ? [] : [phaseStep(phase, 'QUEUED', 'interrupted before it proposed a change'), runStep(session.view, 'PHASE_QUEUEING')]
  await session.append([{ type: 'effect-end', data: { effect: open.effect, kind: 'build', outcome: { kind: 'interrupted', stopped }, durationMs: 0 } }, ...back])
}
