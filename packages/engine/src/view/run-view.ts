import type {
  ApprovalRequest,
  ArtifactReference,
  AttemptFailure,
  EffectKind,
  Effects,
  EventData,
  Hint,
  ModelRole,
  NanoUsd,
  ObjectId,
  PhaseSlice,
  PhaseState,
  RunState,
  TierSlice,
  TierState,
  WaitKind,
} from '@autopack/contracts'

/** A run as its journal tells it; `foldEvent` is the only writer. JSON-safe. */
export interface RunView {
  readonly run: string
  readonly created: EventData['run-create']
  readonly createdAt: number
  seq: number
  epoch: number
  /** Wall clock of the last event: the only time `decide` knows. */
  at: number
  engineVersion: string
  state: RunState
  reason: string | null
  readonly tiers: TierView[]
  readonly phases: Record<string, PhaseView>
  /** Commit the integration branch is at; the base until the first snapshot. */
  head: ObjectId
  /** Whether the integration branch has been created. */
  branchExists: boolean
  readonly spent: Spent
  readonly calls: Record<string, CallView>
  readonly issues: IssueView[]
  readonly hints: Hint[]
  readonly approvals: Record<string, ApprovalView>
  readonly baselines: Record<string, Effects['baseline']['outcome']>
  readonly setups: Record<string, Effects['setup']['outcome']>
  readonly alerts: EventData['cap-alert'][]
  readonly incidents: EventData['incident-record'][]
  /** The intent without an outcome, if any: at most one. */
  openEffect: EventData['effect-start'] | null
  /** Effects started so far; numbers the next one. */
  effectCount: number
  waiting: WaitView | null
  cancelled: EventData['run-cancel'] | null
  readonly promotions: { readonly target: string; readonly commit: ObjectId; readonly at: number }[]
  readonly adoptions: number[]
  endedAt: number | null
}

export interface WaitView {
  readonly kind: WaitKind
  readonly since: number
  readonly until: number | null
  readonly message: string
}

export interface Spent {
  tokens: number
  nanoUsd: NanoUsd
  /** Monotonic work time, waiting not counted. */
  durationMs: number
  readonly tokensByRole: Record<ModelRole, number>
}

export interface TierView {
  readonly slice: TierSlice
  state: TierState
  reason: string | null
  readonly spent: Spent
  ciRuns: number
}

export interface PhaseView {
  readonly slice: PhaseSlice
  state: PhaseState
  reason: string | null
  readonly attempts: AttemptView[]
  auditRounds: number
  readonly spent: Spent
  waiting: WaitView | null
  /** Of the last approval asked for, decided or not. */
  approval: string | null
  commit: ObjectId | null
  receipt: ArtifactReference | null
  /** Commit the branch was at before this phase's snapshot. */
  snapshotBase: ObjectId | null
  rolledBack: boolean
  startedAt: number | null
  endedAt: number | null
}

type Outcome<K extends EffectKind, Kind extends string> = Extract<Effects[K]['outcome'], { readonly kind: Kind }>

export interface AttemptView {
  readonly number: number
  readonly startedAt: number
  readonly hints: readonly Hint[]
  readonly difference: string | null
  /** Times a process died while this attempt was being built; deliberate stops do not count. */
  interruptions: number
  build: Exclude<Effects['build']['outcome'], { readonly kind: 'interrupted' }> | null
  judge: Effects['judge']['outcome'] | null
  /** Commit the judged change lands on. */
  judgedOnto: ObjectId | null
  accepted: Outcome<'judge', 'accepted'> | null
  ci: Outcome<'ci', 'judged'> | null
  /** Whether its baseline was found to be of another time, and measured again. */
  remeasured: boolean
  audit: Effects['audit']['outcome'] | null
  /** Digest of the change that an auditor has given a verdict on. */
  auditedChange: string | null
  /** Where the branch was found when someone else had moved it; null otherwise. */
  displaced: ObjectId | null
  /** What was in the way of its branch or tag when this process looked; null when nothing was. */
  obstacle: string | null
  ended: boolean
  failure: AttemptFailure | null
}

export interface CallView {
  readonly operation: string
  readonly phase: string
  readonly attempt: number
  readonly at: number
  readonly role: ModelRole
  readonly model: string
  readonly because: string
  readonly bound: { readonly tokens: number; readonly nanoUsd: NanoUsd }
  readonly request: ArtifactReference
  end: EventData['call-end'] | null
}

export interface IssueView {
  readonly phase: string | null
  readonly severity: 'minor' | 'major'
  readonly source: string
  readonly category: string
  readonly message: string
  readonly path: string | null
  readonly at: number
}

export interface ApprovalView {
  readonly request: ApprovalRequest
  readonly requestedAt: number
  decision: EventData['approval-decide'] | null
}
