import type { RunView } from '../../view/run-view.ts'
import type { Command } from '../command.ts'
import { endRun } from '../end-run.ts'

export function honourCancel(view: RunView): Command | null {
  const cancel = view.cancelled
  if (cancel === null) return null
  return endRun(view, 'DONE_FAILED_REQUIRES_HUMAN_REVIEW', `cancelled by ${cancel.by}${cancel.note === '' ? '' : `: ${cancel.note}`}`)
}
