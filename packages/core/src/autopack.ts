import type { ApprovalDecision, ApprovalRequest, ArtifactReference, ChangePolicy, ChangeReason, IsolationReport, JournalEvent, ModelRole, NanoUsd, ObjectId, PathVerdict, Plan, RepositoryFinding, RunRecord, Strategy } from '@autopack/contracts'
import type { RunStop, RunView } from '@autopack/engine'

/** A text and where it came from, so that problems name file, line and column. */
export interface SourceText {
  readonly text: string
  readonly file: string
}

export interface PrepareRequest {
  readonly plan: SourceText
  /** The plan's own folder, absolute; `{plan}` in a builder's argv. */
  readonly planDirectory: string
  readonly flags: { readonly usd?: number; readonly tokens?: number }
  /** Models of models.yaml that are asked before any chain, for the whole run. Default: none. */
  readonly models?: Overrides
  /** Whether a person watches: approvals then expire. */
  readonly watched: boolean
}

export type Overrides = Readonly<Partial<Record<ModelRole, string>>>

export type Preparation =
  | {
      readonly kind: 'ready'
      readonly plan: Plan
      readonly planDirectory: string
      readonly overrides: Overrides
      readonly flags: PrepareRequest['flags']
      readonly strategy: Strategy
      readonly policy: ChangePolicy
      /** Where the user's HEAD was; `branch` is null when it was detached. */
      readonly start: { readonly commit: ObjectId; readonly branch: string | null }
      readonly notices: readonly RepositoryFinding[]
      /** What the policy will ask or refuse, foreseen from the deliverables, and from a scope of nothing but files that ask. */
      readonly foresight: readonly (ChangeReason & { readonly phase: string; readonly verdict: PathVerdict })[]
      /** The least and the most the run can cost: nothing, and its caps. Null where no model is used. */
      readonly price: { readonly leastNanoUsd: NanoUsd; readonly mostNanoUsd: NanoUsd; readonly mostTokens: number } | null
      /** Names a phase without CI, unaudited phases and the like; for people. */
      readonly remarks: readonly string[]
    }
  | {
      readonly kind: 'refused'
      readonly because: 'invalid' | 'policy' | 'environment'
      /** Ready to print: `file:line:column path: what is wrong, what is allowed`. */
      readonly problems: readonly string[]
    }

export type Ready = Extract<Preparation, { readonly kind: 'ready' }>

/** Everything an application does with runs. All members may throw AutopackErrors of the store or of git. */
export interface Autopack {
  /** Writes nothing. */
  prepare(request: PrepareRequest): Promise<Preparation>
  /** Creates the run and returns its name. Throws `AUTOPACK_RUN_EXISTS`. */
  start(ready: Ready, options?: { readonly run?: string }): Promise<string>
  /**
   * Executes until the run ends, waits or is stopped by the signal. Safe to call again at any time, from any process.
   * `patient`: stay while a `file` builder's answer, an approval or a quota is awaited.
   */
  advance(run: string, options?: { readonly signal?: AbortSignal; readonly patient?: boolean }): Promise<RunStop>
  /** Throws `AUTOPACK_RUN_UNKNOWN`. */
  view(run: string): Promise<RunView>
  runs(): Promise<readonly RunRecord[]>
  events(run: string, fromSeq?: number): AsyncIterable<JournalEvent>
  artifacts(run: string): Promise<readonly ArtifactReference[]>
  /** Bytes of an artifact, or null when it was erased. */
  artifact(run: string, hash: string): Promise<Uint8Array | null>
  pendingApprovals(run: string): Promise<readonly ApprovalRequest[]>
  decide(run: string, approval: string, decision: ApprovalDecision): Promise<{ readonly first: boolean; readonly decision: ApprovalDecision }>
  pause(run: string, by: string): Promise<void>
  /** Ends a pause; the run goes on when it is advanced. */
  unpause(run: string, by: string): Promise<void>
  cancel(run: string, by: string, note: string): Promise<void>
  /** A new run of what the old one did not complete, from its last good snapshot. Returns its name. */
  retry(run: string, options?: { readonly run?: string }): Promise<string>
  /** Takes phases off the branch, newest first, down to and including `phase` (default: only the newest). */
  rollback(run: string, options?: { readonly phase?: string }): Promise<RunChange>
  /** Moves a branch of the user's (default: the one the run started from) forward to the run's result. */
  promote(run: string, options?: { readonly target?: string }): Promise<RunChange>
  /** Removes checkouts, refs and artifacts that nothing needs any more, never what a receipt names; and the ledger's single calls older than 90 days, which stay counted. `dryRun` only tells. */
  gc(options?: GarbageOptions): Promise<GarbageReport>
  isolation(): Promise<IsolationReport>
  close(): Promise<void>
}

export type RunChange = { readonly kind: 'done'; readonly message: string } | { readonly kind: 'refused'; readonly message: string }

export interface GarbageOptions {
  /** Only tells what would be removed. */
  readonly dryRun?: boolean
  /** For how many days after its end a run keeps its logs, prompts and answers. Default: 30. */
  readonly keepDays?: number
}

export interface GarbageReport {
  readonly checkouts: readonly string[]
  /** Folders of checkouts, by path, of repositories that are gone. */
  readonly caches: readonly string[]
  readonly refs: readonly string[]
  readonly artifactBytes: number
  /** Old calls of this user's ledger, whatever repository they were of. */
  readonly calls: number
}
