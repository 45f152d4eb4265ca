import { openAttempt, phaseOf } from '../view/lookup.ts'
import type { PhaseView } from '../view/run-view.ts'
import type { Folders } from './folder.ts'

/** Approvals and waits. */
export const foldApprovals: Folders<'approval-request' | 'approval-decide' | 'wait-start' | 'wait-end'> = {
  'approval-request': (view, data, event) => {
    view.approvals[data.approval.id] = { request: data.approval, requestedAt: event.at, decision: null }
    phaseOf(view, data.approval.phase).approval = data.approval.id
  },
  'approval-decide': (view, data) => {
    const approval = view.approvals[data.approval]
    if (approval !== undefined && (approval.decision === null || data.decision === 'void')) approval.decision = data
  },
  'wait-start': (view, data, event) => {
    const wait = { kind: data.kind, since: event.at, until: data.until, message: data.message }
    if (data.phase === null) view.waiting = wait
    else phaseOf(view, data.phase).waiting = wait
  },
  'wait-end': (view, data) => {
    if (data.phase === null) view.waiting = null
    else endWait(phaseOf(view, data.phase))
  },
}

/** What was put off is done again, as if it had not been begun. */
function endWait(phase: PhaseView): void {
  phase.waiting = null
  const attempt = openAttempt(phase)
  if (attempt?.build?.kind === 'postponed') attempt.build = null
  if (attempt?.audit?.kind === 'postponed') attempt.audit = null
}
