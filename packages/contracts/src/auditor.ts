import type { BuildContext } from './builder.ts'
import type { CiVerdict } from './ci.ts'
import type { ModelRequest } from './model/request.ts'
import type { PhaseSlice } from './strategy.ts'

export type Severity = 'minor' | 'major'

export interface Finding {
  readonly severity: Severity
  /** Repository-relative; null for the change as a whole. */
  readonly file: string | null
  readonly line: number | null
  readonly category: string
  readonly message: string
  readonly evidence: string
  /** 0–1. */
  readonly confidence: number
}

export interface AuditRequest {
  readonly run: string
  readonly phase: PhaseSlice
  readonly attempt: number
  /** All of the change: where that cannot be shown, nobody is asked. */
  readonly diff: string
  readonly ci: CiVerdict | null
  /** Family that wrote the change; the auditor must be of another where one is configured. */
  readonly authorFamily: string | null
}

export type AuditOutcome =
  | { readonly kind: 'audited'; readonly verdict: 'approve' | 'reject'; readonly findings: readonly Finding[]; readonly family: string; readonly model: string; /** Whether author and auditor are of different families. */ readonly independent: boolean }
  | { readonly kind: 'failed'; readonly failure: 'format' | 'budget' | 'quota' | 'infrastructure' | 'authentication' | 'timeout'; readonly message: string }

/** Judges a green change. Contract 1. */
export interface Auditor {
  readonly contract: 1
  /** Whether an auditor is configured at all; a missing one never approves. */
  available(): boolean
  /** What the audit of any change of this phase asks of a model at least, for forecasts. Left out by one that asks none. Pure. */
  outline?(phase: PhaseSlice): ModelRequest
  /** The verdict is the auditor's own; what a major finding means is the gate's to say. Never throws for what a model says. */
  audit(request: AuditRequest, context: BuildContext): Promise<AuditOutcome>
}
