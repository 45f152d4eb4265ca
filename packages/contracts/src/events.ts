import type { ApprovalRequest } from './approval.ts'
import type { ArtifactReference } from './artifacts.ts'
import type { Severity } from './auditor.ts'
import type { ChangePolicy, ObjectId } from './change.ts'
import type { EffectKind, Effects } from './effects.ts'
import type { Hint } from './hint.ts'
import type { ModelFailureClass } from './model/failure.ts'
import type { AlertLevel } from './model/observer.ts'
import type { ModelRole } from './model/purpose.ts'
import type { NanoUsd, TokenUsage } from './money.ts'
import type { PhaseState, RunState, TierState } from './states.ts'
import type { CapName, Strategy } from './strategy.ts'

/** `ref`: something of the user's is in the way of a branch or tag of the run. */
export type WaitKind = 'approval' | 'pause' | 'result' | 'quota' | 'ref'

/** Why an attempt did not pass. Only `ci_fail`, `auditor_reject`, `guardrail`, `no_change`, `builder_error` and `format` count against the attempts. */
export type AttemptFailureKind =
  | 'builder_error'
  | 'format'
  | 'no_change'
  | 'guardrail'
  | 'ci_fail'
  | 'auditor_reject'
  | 'approval_rejected'
  | 'blocked'
  | 'conflict'
  | 'timeout'
  | 'budget'
  | 'authentication'
  | 'no_model'
  | 'infrastructure'

export interface AttemptFailure {
  readonly kind: AttemptFailureKind
  readonly message: string
}

/** Every event by its type; the payload's version is in the envelope. Names are noun-action. */
export interface EventData {
  'run-create': {
    readonly project: string
    readonly strategy: Strategy
    readonly policy: ChangePolicy
    readonly planDirectory: string
    /** The plan as it was read, for `retry`. */
    readonly plan: unknown
    readonly base: ObjectId
    /** The user's branch at the start; null when detached. */
    readonly target: string | null
    readonly branch: string
    readonly engineVersion: string
    readonly auditorAvailable: boolean
    /** What the setup of the base commit depends on; null when the strategy has no setup. */
    readonly setupKey: string | null
    /** Models that a person asked for by name, by role. */
    readonly overrides?: Readonly<Partial<Record<ModelRole, string>>>
    /** Caps that a person gave on the command line, in USD and tokens; a retry keeps them. */
    readonly flags?: { readonly usd?: number; readonly tokens?: number }
    readonly parent: { readonly run: string; readonly kind: 'retry' } | null
    readonly author: { readonly name: string; readonly email: string }
  }
  /** A process has taken the lease. */
  'run-adopt': { readonly owner: string; readonly epoch: number }
  'engine-change': { readonly from: string; readonly to: string }
  'run-state': { readonly from: RunState; readonly to: RunState; readonly reason: string | null }
  'tier-state': { readonly tier: string; readonly from: TierState; readonly to: TierState; readonly reason: string | null }
  'phase-state': { readonly phase: string; readonly from: PhaseState; readonly to: PhaseState; readonly reason: string | null }
  'attempt-start': {
    readonly phase: string
    readonly attempt: number
    readonly hints: readonly Hint[]
    /** What differs from the attempt before; null for the first. */
    readonly difference: string | null
  }
  'attempt-end': { readonly phase: string; readonly attempt: number; readonly failure: AttemptFailure | null }
  'effect-start': { [K in EffectKind]: { readonly effect: string; readonly kind: K; readonly phase: string | null; readonly attempt: number | null; readonly input: Effects[K]['input'] } }[EffectKind]
  /** `durationMs` is monotonic time of this process; what a killed process spent is not known and not counted. */
  'effect-end': { [K in EffectKind]: { readonly effect: string; readonly kind: K; readonly outcome: Effects[K]['outcome']; readonly durationMs: number } }[EffectKind]
  /** Before a call is sent: from here on it is never free. */
  'call-start': {
    readonly operation: string
    readonly phase: string
    readonly role: ModelRole
    readonly model: string
    readonly because: string
    readonly bound: { readonly tokens: number; readonly nanoUsd: NanoUsd }
    readonly request: ArtifactReference
  }
  /** `presumed`: the process died after sending; the bound is charged. */
  'call-end': {
    readonly operation: string
    readonly ended: 'answered' | 'failed' | 'presumed'
    readonly failure: ModelFailureClass | null
    readonly usage: TokenUsage | null
    readonly tokens: number
    readonly nanoUsd: NanoUsd
    readonly served: string | null
    readonly answer: ArtifactReference | null
  }
  'issue-record': {
    readonly phase: string | null
    readonly severity: Severity
    readonly source: 'audit' | 'ci'
    readonly category: string
    readonly message: string
    readonly path: string | null
  }
  'hint-record': { readonly hint: Hint }
  'approval-request': { readonly approval: ApprovalRequest }
  'approval-decide': { readonly approval: string; readonly decision: 'approve' | 'reject' | 'expire' | 'void'; readonly by: string; readonly note: string }
  'wait-start': { readonly phase: string | null; readonly kind: WaitKind; readonly until: number | null; readonly message: string }
  'wait-end': { readonly phase: string | null; readonly kind: WaitKind }
  /** `quota`: the limit of models.yaml whose alert this is. */
  'cap-alert': { readonly cap: CapName; readonly quota?: string; readonly level: 'warn' | AlertLevel; readonly used: number; readonly limit: number; readonly tier: string | null; readonly phase: string | null }
  /** Something that a person should look into although the run may go on: a cap, quota or provider has nothing left. */
  'incident-record': {
    readonly phase: string | null
    /** The cap, the limit of models.yaml or the provider. */
    readonly subject: string
    readonly message: string
    /** Wall clock, milliseconds: when there will be something again; null where time alone changes nothing. */
    readonly until: number | null
  }
  'run-cancel': { readonly by: string; readonly note: string }
}

export type EventType = keyof EventData

/** What a caller appends. */
export type NewEvent = { [T in EventType]: { readonly type: T; readonly data: EventData[T] } }[EventType]

/** What the journal keeps. */
export type JournalEvent = NewEvent & {
  /** 1 for the first event of a run. */
  readonly seq: number
  /** Version of the payload, 1 until it changes. */
  readonly version: number
  readonly epoch: number
  /** Wall clock, milliseconds. */
  readonly at: number
  /** SHA-256 over the previous hash and this event's canonical text. */
  readonly hash: string
}
