import type { AuditOutcome } from './auditor.ts'
import type { ChangeReason } from './change.ts'
import type { CiVerdict } from './ci.ts'
import type { PhaseSlice } from './strategy.ts'

export interface GateInput {
  readonly phase: PhaseSlice
  readonly ci: CiVerdict | null
  /** Null: not audited. */
  readonly audit: AuditOutcome | null
  readonly asks: readonly ChangeReason[]
}

/** Verdict and reasons are data. `ask` lists what a person is asked; `reject` goes back to the builder. */
export type GateVerdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'ask'; readonly asks: readonly ChangeReason[] }
  | { readonly kind: 'reject'; readonly reasons: readonly string[] }
  /** No attempt can pass: a required auditor is missing. */
  | { readonly kind: 'block'; readonly reasons: readonly string[] }

/** Pure. Contract 1. */
export interface QualityGate {
  readonly contract: 1
  judge(input: GateInput): GateVerdict
}
