import type { ApprovalDecision, NewEvent, Signal } from '@autopack/contracts'
import type { RunView } from '../view/run-view.ts'
import type { Session } from './session.ts'

/** Turns unread signals, and approvals whose time is over, into events. Returns whether anything was written. */
export async function takeSignals(session: Session): Promise<boolean> {
  const { parts, view, run } = session
  const signals = await parts.journal.signals(run)
  const events: NewEvent[] = []
  for (const signal of signals) events.push(...eventsOf(view, signal, events))
  events.push(...expiries(view, parts.clock.now(), events), ...resets(view, parts.clock.now()))
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

/** `before`: what the signals before it came to; they are not in the view yet. */
function eventsOf(view: RunView, signal: Signal, before: readonly NewEvent[]): NewEvent[] {
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
      return isPaused(view, before) ? [{ type: 'wait-end', data: { phase: null, kind: 'pause' } }] : []
  }
}

function isPaused(view: RunView, before: readonly NewEvent[]): boolean {
  const last = before.findLast(({ data }) => 'kind' in data && data.kind === 'pause')
  return last === undefined ? view.waiting?.kind === 'pause' : last.type === 'wait-start'
}

function decisionOf(view: RunView, payload: ApprovalPayload): NewEvent[] {
  const approval = view.approvals[payload.approval]
  if (approval === undefined || approval.decision !== null) return []
  const { decision, by, note } = payload
  return settle(approval.request.id, approval.request.phase, { decision, by, note })
}

function expiries(view: RunView, now: number, before: readonly NewEvent[]): NewEvent[] {
  const decided = new Set(before.map((event) => (event.type === 'approval-decide' ? event.data.approval : null)))
  return Object.values(view.approvals)
    .filter(({ request, decision }) => decision === null && request.expiresAt !== null && request.expiresAt <= now && !decided.has(request.id))
    .flatMap(({ request }) => settle(request.id, request.phase, { decision: 'expire', by: 'autopack', note: 'nobody decided in time' }))
}

/** Quotas that have room again. */
function resets(view: RunView, now: number): NewEvent[] {
  return Object.values(view.phases)
    .filter(({ waiting }) => waiting?.kind === 'quota' && waiting.until !== null && waiting.until <= now)
    .map(({ slice }) => ({ type: 'wait-end', data: { phase: slice.id, kind: 'quota' } }))
}

function settle(approval: string, phase: string, decided: { readonly decision: 'approve' | 'reject' | 'expire'; readonly by: string; readonly note: string }): NewEvent[] {
  return [
    { type: 'approval-decide', data: { approval, ...decided } },
    { type: 'wait-end', data: { phase, kind: 'approval' } },
  ]
}
