import type { RunView } from '../../view/run-view.ts'
import type { Command } from '../command.ts'
import { append } from '../command.ts'
import { currentPhase } from '../selection.ts'
import { runStep } from '../steps.ts'

/** Takes a phase up again whose wait has ended: one parked in GATE goes on there, an awaited answer goes on executing. */
export function resumeDecided(view: RunView): Command | null {
  if (view.state !== 'PHASE_QUEUEING') return null
  const phase = currentPhase(view)
  if (phase === null) return null
  return append(runStep(view, phase.state === 'GATE' ? 'GATE' : 'PHASE_EXECUTION'))
}
