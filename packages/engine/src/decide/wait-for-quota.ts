import type { NewEvent, Postponed } from '@autopack/contracts'
import type { PhaseView, RunView } from '../view/run-view.ts'
import { runStep } from './steps.ts'

/** The phase is put aside until models may be called again; what does not need it goes on. */
export function waitForQuota(view: RunView, phase: PhaseView, { until, message }: Postponed): NewEvent[] {
  return [{ type: 'wait-start', data: { phase: phase.slice.id, kind: 'quota', until, message } }, runStep(view, 'PHASE_QUEUEING')]
}
