import type { PhaseView, RunView } from '../view/run-view.ts'

/** What a run may still work, milliseconds. */
export function timeOfRun({ created, spent }: RunView): number {
  return created.strategy.caps.durationMs - spent.durationMs
}

/** What a phase may still work, milliseconds: its own time, and no more than its run has. */
export function timeOfPhase(view: RunView, { slice, spent }: PhaseView): number {
  return Math.min(slice.caps.durationMs - spent.durationMs, timeOfRun(view))
}
