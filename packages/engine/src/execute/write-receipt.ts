import type { ArtifactReference, ObjectId, Receipt } from '@autopack/contracts'
import { baselineKey } from '../decide/baseline-key.ts'
import { currentAttempt, phaseOf } from '../view/lookup.ts'
import type { AttemptView, PhaseView } from '../view/run-view.ts'
import type { Session } from '../session/session.ts'

/** The evidence of a phase as an artifact; the journal keeps its hash. The same facts give the same bytes. */
export async function writeReceipt(session: Session, phaseId: string, base: ObjectId): Promise<ArtifactReference> {
  const phase = phaseOf(session.view, phaseId)
  const receipt = receiptOf(session, phase, currentAttempt(session.view, phaseId), base)
  return session.keep('receipt.json', 'application/json', `${JSON.stringify(receipt, null, 2)}\n`)
}

function receiptOf(session: Session, phase: PhaseView, attempt: AttemptView, base: ObjectId): Receipt {
  const { accepted, ci } = attempt
  const measured = phase.slice.ci === null ? undefined : session.view.baselines[baselineKey(phase.slice)]
  return {
    version: 1,
    id: `${session.run}/${phase.slice.id}/${attempt.number}`,
    run: session.run,
    phase: phase.slice.id,
    attempt: attempt.number,
    base,
    tree: accepted?.tree ?? '',
    commands: ci?.commands ?? [],
    isolation: ci?.isolation ?? null,
    ci: ci?.verdict ?? null,
    testsBefore: measured?.kind === 'measured' ? measured.verdict.counts : null,
    audit: auditOf(attempt),
    approval: approvalOf(session, phase),
    linesAdded: accepted?.linesAdded ?? 0,
    linesDeleted: accepted?.linesDeleted ?? 0,
    tokens: phase.spent.tokens,
    nanoUsd: phase.spent.nanoUsd,
  }
}

function auditOf({ audit }: AttemptView): Receipt['audit'] {
  if (audit?.kind !== 'audited') return 'unaudited'
  const { verdict, model, independent, findings } = audit
  return { verdict, model, independent, findings }
}

function approvalOf(session: Session, phase: PhaseView): Receipt['approval'] {
  const approval = phase.approval === null ? undefined : session.view.approvals[phase.approval]
  if (approval?.decision?.decision !== 'approve') return null
  return { id: approval.request.id, by: approval.decision.by, asks: approval.request.asks }
}
