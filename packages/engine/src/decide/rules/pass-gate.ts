import type { ApprovalRequest, ChangeReason, NewEvent } from '@autopack/contracts'
import { openAttempt } from '../../view/lookup.ts'
import type { ApprovalView, AttemptView, PhaseView, RunView } from '../../view/run-view.ts'
import type { Command } from '../command.ts'
import { append, perform } from '../command.ts'
import type { Rule } from '../rule.ts'
import { failAttempt } from '../fail-attempt.ts'
import type { Policies } from '../policies.ts'
import { currentPhase } from '../selection.ts'
import { phaseStep, runStep } from '../steps.ts'
import { timeOfPhase } from '../time-left.ts'
import { waitForQuota } from '../wait-for-quota.ts'

/** GATE: audit, verdict, approval. Paid work comes last: a red change never gets here. */
export const passGate: Rule = (view, policies) => {
  const phase = currentPhase(view)
  if (view.state !== 'GATE' || phase?.state !== 'GATE') return null
  const attempt = openAttempt(phase)
  if (attempt === null || attempt.accepted === null) return null
  // the branch moved while the phase was parked: the same change is judged, tested and audited again
  if (attempt.judgedOnto !== view.head) return append(phaseStep(phase, 'CI_RUNNING'), runStep(view, 'CI_RUNNING'))
  return audit(view, phase, attempt) ?? judge(view, phase, attempt, policies)
}

function audit(view: RunView, phase: PhaseView, attempt: AttemptView): Command | null {
  const wanted = phase.slice.audit !== 'none' && view.created.auditorAvailable
  if (!wanted || attempt.accepted === null) return null
  const finished = attempt.audit
  if (finished?.kind === 'audited') return null
  if (finished?.kind === 'postponed') return append(...waitForQuota(view, phase, finished))
  if (finished?.kind === 'failed' && finished.failure !== 'format') {
    return failAttempt(view, phase, { kind: finished.failure === 'quota' ? 'infrastructure' : finished.failure, message: `audit: ${finished.message}` })
  }
  const { auditRounds } = phase.slice.caps
  const again = attempt.auditedChange === attempt.accepted.digest
  if (phase.auditRounds >= auditRounds && !again) {
    const why = finished?.kind === 'failed' ? ` (${finished.message})` : ''
    return failAttempt(view, phase, { kind: 'blocked', message: `all ${auditRounds} audit rounds of this phase are used without an approval${why}` })
  }
  const { commit } = attempt.accepted
  return perform({ kind: 'audit', phase: phase.slice.id, attempt: attempt.number, input: { commit, base: view.head, timeoutMs: Math.max(1000, timeOfPhase(view, phase)) } })
}

function judge(view: RunView, phase: PhaseView, attempt: AttemptView, policies: Policies): Command {
  const asks = attempt.accepted?.asks ?? []
  const verdict = policies.gate.judge({ phase: phase.slice, ci: attempt.ci?.verdict ?? null, audit: attempt.audit?.kind === 'postponed' ? null : attempt.audit, asks })
  switch (verdict.kind) {
    case 'pass':
      return append(runStep(view, 'SNAPSHOT_CREATED'))
    case 'reject':
      return failAttempt(view, phase, { kind: 'auditor_reject', message: verdict.reasons.join('\n') })
    case 'block':
      return failAttempt(view, phase, { kind: 'blocked', message: verdict.reasons.join('\n') })
    case 'ask':
      return approve(view, phase, attempt, verdict.asks)
  }
}

function approve(view: RunView, phase: PhaseView, attempt: AttemptView, asks: readonly ChangeReason[]): Command {
  const known = bindingApproval(view, phase, attempt, asks)
  switch (known?.decision?.decision) {
    case 'approve':
      return append(runStep(view, 'SNAPSHOT_CREATED'))
    case 'reject':
      return failAttempt(view, phase, { kind: 'approval_rejected', message: `rejected by ${known?.decision?.by}${known?.decision?.note ? `: ${known.decision.note}` : ''}` })
    case 'expire':
      return failAttempt(view, phase, { kind: 'approval_rejected', message: 'nobody decided in time, which counts as no' })
    default:
      return park(view, phase, attempt, asks)
  }
}

/** An approval holds for exactly the change and the policy it was asked for, and for no question that came later; a no holds all the same. */
function bindingApproval(view: RunView, phase: PhaseView, attempt: AttemptView, asks: readonly ChangeReason[]): ApprovalView | null {
  const approval = phase.approval === null ? null : (view.approvals[phase.approval] ?? null)
  if (approval === null) return null
  const { change, policy, asks: asked } = approval.request
  const isNo = approval.decision?.decision === 'reject' || approval.decision?.decision === 'expire'
  const covers = isNo || asks.every((ask) => asked.some((other) => isSame(ask, other)))
  return covers && change === attempt.accepted?.digest && policy === view.created.policy.digest ? approval : null
}

function isSame(ask: ChangeReason, other: ChangeReason): boolean {
  return ask.rule === other.rule && ask.path === other.path && ask.message === other.message
}

function park(view: RunView, phase: PhaseView, attempt: AttemptView, asks: readonly ChangeReason[]): Command {
  const { id } = phase.slice
  const expires = view.created.strategy.approvalExpiresAfterMs
  const number = Object.values(view.approvals).filter((approval) => approval.request.phase === id).length + 1
  const request: ApprovalRequest = {
    id: `${id}-${number}`,
    run: view.run,
    phase: id,
    asks,
    change: attempt.accepted?.digest ?? '',
    policy: view.created.policy.digest,
    expiresAt: expires === null ? null : view.at + expires,
  }
  return append(
    ...voidOf(view, phase, request.change),
    { type: 'approval-request', data: { approval: request } },
    { type: 'wait-start', data: { phase: id, kind: 'approval', until: request.expiresAt, message: `${request.id}: ${asks.map((ask) => ask.message).join('; ')}` } },
    runStep(view, 'PHASE_QUEUEING'),
  )
}

/** What was approved is not what is there now. */
function voidOf(view: RunView, phase: PhaseView, change: string): NewEvent[] {
  const approval = phase.approval === null ? undefined : view.approvals[phase.approval]
  if (approval === undefined || approval.decision?.decision === 'void') return []
  const note = approval.request.change === change ? 'more is to be asked about the change than was' : 'the change is not the one that was asked about'
  return [{ type: 'approval-decide', data: { approval: approval.request.id, decision: 'void', by: 'autopack', note } }]
}
