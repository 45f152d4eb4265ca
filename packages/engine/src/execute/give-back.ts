import type { EventData } from '@autopack/contracts'
import { phaseStep, runStep } from '../decide/steps.ts'
import { openAttempt, phaseOf } from '../view/lookup.ts'
import type { Session } from '../session/session.ts'

/** `stopped` on purpose, a build is no sign of one that kills its process. */
export interface Interruption {
  readonly stopped: boolean
  /** What it took until then, milliseconds, as far as that is known. */
  readonly durationMs: number
}

/** A build that proposed nothing goes back to the queue, its attempt still open. */
export async function giveBack(session: Session, open: EventData['effect-start'], { stopped, durationMs }: Interruption): Promise<void> {
  const phase = phaseOf(session.view, open.phase ?? '')
  const back = openAttempt(phase) === null ? [] : [phaseStep(phase, 'QUEUED', 'interrupted before it proposed a change'), runStep(session.view, 'PHASE_QUEUEING')]
  await session.append([{ type: 'effect-end', data: { effect: open.effect, kind: 'build', outcome: { kind: 'interrupted', stopped }, durationMs } }, ...back])
}
