import type { ApprovalDecision, NewEvent, Signal } from '@autopack/contracts'
import type { RunView } from '../view/run-view.ts'
import type { Session } from './session.ts'

/** Turns unread signals, and approvals whose time is over, into events. Returns whether anything was written. */
export async function takeSignals(session: Session): Promise<boolean> {
  const { parts, view, run } = session
  const signals = await parts.journal.signals(run)
  const events = [...signals.flatMap((signal) => eventsOf(view, signal)), ...expiries(view, parts.clock.now())]
  if (events.length === 0 && signals.length === 0) return false
  await session.append(events, signals.map((signal) => signal.id))
  return true
}

export interface ApprovalPayload extends ApprovalDecision {
  readonly approval: string
}

interface PersonPayload {
  readonly by: string
  readonly note: string
}

function eventsOf(view: RunView, signal: Signal): NewEvent[] {
  switch (signal.name) {
    case 'approval':
      return decisionOf(view, signal.payload as ApprovalPayload)
    case 'cancel': {
      const { by, note } = signal.payload as PersonPayload
      return view.cancelled === null ? [{ type: 'run-cancel', data: { by, note } }] : []
    }
    case 'pause': {
      const { by } = signal.payload as PersonPayload
      return [{ type: 'wait-start', data: { phase: null, kind: 'pause', until: null, message: `paused by ${by}` } }]
    }
    case 'continue':
      return view.waiting?.kind === 'pause' ? [{ type: 'wait-end', data: { phase: null, kind: 'pause' } }] : []
  }
}

function decisionOf(view: RunView, payload: ApprovalPayload): NewEvent[] {
  const approval = view.approvals[payload.approval]
  if (approval === undefined || approval.decision !== null) return []
  const { decision, by, note } = payload
  return settle(approval.request.id, approval.request.phase, { decision, by, note })
}

function expiries(view: RunView, now: number): NewEvent[] {
  return Object.values(view.approvals)
    .filter(({ request, decision }) => decision === null && request.expiresAt !== null && request.expiresAt <= now)
    .flatMap(({ request }) => settle(request.id, request.phase, { decision: 'expire', by: 'autopack', note: 'nobody decided in time' }))
}

function settle(approval: string, phase: string, decided: { readonly decision: 'approve' | 'reject' | 'expire'; readonly by: string; readonly note: string }): NewEvent[] {
  return [
    { type: 'approval-decide', data: { approval, ...decided } },
    { type: 'wait-end', data: { phase, kind: 'approval' } },
  ]
}
