import type { RunView } from '../../view/run-view.ts'
import type { Command } from '../command.ts'
import { append } from '../command.ts'
import { runStep } from '../steps.ts'

export function beginRun(view: RunView): Command | null {
  return view.state === 'RUN_CREATED' ? append(runStep(view, 'PHASE_QUEUEING')) : null
}
