import { AutopackError, type ApprovalDecision, type ApprovalDesk, type Journal } from '@autopack/contracts'
import { readView } from '../session/advance.ts'
import type { ApprovalPayload } from '../session/intake.ts'
import type { ApprovalView } from '../view/run-view.ts'

/** The desk over a journal: decisions go through the run's mailbox, so nobody needs to be executing it. */
export function createApprovalDesk({ journal }: { readonly journal: Journal }): ApprovalDesk {
  return {
    contract: 1,
    pending: async (run) => {
      const view = await readView({ journal }, run)
      const told = new Set((await journal.signals(run)).filter(({ name }) => name === 'approval').map(({ dedupeKey }) => dedupeKey))
      return Object.values(view.approvals)
        .filter((approval) => approval.decision === null && !told.has(approval.request.id))
        .map((approval) => approval.request)
    },
    decide: async (run, id, decision) => {
      const approval = (await readView({ journal }, run)).approvals[id]
      if (approval === undefined) throw unknown(run, id)
      const settled = decided(approval)
      if (settled !== null) return { first: false, decision: settled }
      const payload: ApprovalPayload = { approval: id, ...decision }
      const { first, signal } = await journal.signal(run, 'approval', payload, id)
      const { decision: kept, by, note } = signal.payload as ApprovalPayload
      return { first, decision: { decision: kept, by, note } }
    },
  }
}

function decided({ decision }: ApprovalView): ApprovalDecision | null {
  if (decision === null) return null
  const { by, note } = decision
  return { decision: decision.decision === 'approve' ? 'approve' : 'reject', by, note }
}

function unknown(run: string, id: string): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_APPROVAL_UNKNOWN', message: `Run ${run} has not asked for an approval ${id}. \`autopack show ${run}\` lists what it waits for.` })
}
