import { phaseOf } from '../view/lookup.ts'
import type { Folders } from './fold-event.ts'

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
    else phaseOf(view, data.phase).waiting = null
  },
}
