import type { ChangeReason } from './change.ts'

/** What a person is asked, and exactly what the answer binds. */
export interface ApprovalRequest {
  readonly id: string
  readonly run: string
  readonly phase: string
  readonly asks: readonly ChangeReason[]
  /** Digest of the canonical change and the digest of the policy: a decision is void for anything else. */
  readonly change: string
  readonly policy: string
  /** Wall clock, milliseconds; null: never. */
  readonly expiresAt: number | null
}

export interface ApprovalDecision {
  readonly decision: 'approve' | 'reject'
  readonly by: string
  readonly note: string
}

/** The only way to an approval. Contract 1. Nothing approves by default. */
export interface ApprovalDesk {
  readonly contract: 1
  /** What nobody has decided yet; a decision counts from the moment it is made, whether or not the run has taken it up. */
  pending(run: string): Promise<readonly ApprovalRequest[]>
  /** The first decision wins: a later one gets the first back with `first: false`. Throws `AUTOPACK_APPROVAL_UNKNOWN`. */
  decide(run: string, approval: string, decision: ApprovalDecision): Promise<{ readonly first: boolean; readonly decision: ApprovalDecision }>
}
