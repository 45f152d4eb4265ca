import type { ArtifactReference } from './artifacts.ts'
import type { AuditOutcome } from './auditor.ts'
import type { BuildFailureKind } from './builder.ts'
import type { ChangeReason, ObjectId } from './change.ts'
import type { CiVerdict } from './ci.ts'
import type { IsolationLevel } from './command.ts'

/** Wall clock, milliseconds. */
export interface Postponed {
  readonly kind: 'postponed'
  readonly until: number
  readonly message: string
}

/** What the engine does to the world, as data: the intent (`input`) is journalled before, the outcome after. */
export interface Effects {
  /** Prepares dependencies once per key. */
  setup: {
    /** `timeoutMs`: for all commands together; without it each has as long as any may take. */
    readonly input: { readonly key: string; readonly commit: ObjectId; readonly timeoutMs?: number }
    readonly outcome: { readonly kind: 'ready' } | { readonly kind: 'failed'; readonly message: string; readonly evidence: readonly ArtifactReference[] }
  }
  /** The project's own CI on the commit the run started from. `around`: hash of that and of all else a result depends on. */
  baseline: {
    readonly input: { readonly key: string; readonly commit: ObjectId; readonly profile: string; readonly phase: string; readonly setupKey: string | null; readonly timeoutMs?: number }
    readonly outcome:
      | { readonly kind: 'measured'; readonly verdict: CiVerdict; readonly result: ArtifactReference; readonly cached: boolean; readonly around?: string }
      | { readonly kind: 'failed'; readonly message: string }
  }
  build: {
    readonly input: { readonly base: ObjectId; readonly timeoutMs: number }
    readonly outcome:
      | { readonly kind: 'proposed'; readonly base: ObjectId; readonly tree: ObjectId; readonly summary: string; readonly family: string | null; readonly evidence: readonly ArtifactReference[] }
      | { readonly kind: 'failed'; readonly failure: BuildFailureKind; readonly message: string; readonly evidence: readonly ArtifactReference[] }
      /** The checkout is kept until the answer is there. */
      | { readonly kind: 'waiting'; readonly message: string; readonly name: string; readonly checkout: { readonly path: string; readonly commit: ObjectId } }
      /** No model may be called before `until`; nothing was proposed and nothing of the attempt is used up. */
      | Postponed
      /** The process died, or was `stopped` on purpose; nothing was proposed. */
      | { readonly kind: 'interrupted'; readonly stopped?: boolean }
  }
  /** Governed apply up to the candidate commit; `onto` differs from `change.base` when the branch has moved. */
  judge: {
    readonly input: { readonly change: { readonly base: ObjectId; readonly tree: ObjectId }; readonly onto: ObjectId; readonly receipt: string; readonly at: number }
    readonly outcome:
      | {
          readonly kind: 'accepted'
          readonly commit: ObjectId
          readonly tree: ObjectId
          readonly digest: string
          readonly asks: readonly ChangeReason[]
          readonly paths: readonly string[]
          readonly linesAdded: number
          readonly linesDeleted: number
          readonly diff: ArtifactReference
          readonly setupKey: string | null
        }
      | { readonly kind: 'rejected'; readonly reasons: readonly ChangeReason[]; readonly diff: ArtifactReference }
      | { readonly kind: 'empty' }
      | { readonly kind: 'conflict'; readonly paths: readonly string[]; readonly diff: ArtifactReference }
  }
  ci: {
    readonly input: { readonly commit: ObjectId; readonly baseline: string; readonly timeoutMs: number; readonly setupKey: string | null; readonly checkBaseline?: boolean }
    readonly outcome:
      /** What is around the commit is not what it was when the baseline was measured: that is done again first. Only with `checkBaseline`. */
      | { readonly kind: 'outdated' }
      | { readonly kind: 'judged'; readonly verdict: CiVerdict; readonly result: ArtifactReference; readonly commands: readonly { readonly run: readonly string[]; readonly exitCode: number | null; readonly durationMs: number }[]; readonly isolation?: IsolationLevel; readonly excerpt: string }
  }
  audit: {
    readonly input: { readonly commit: ObjectId; readonly base: ObjectId; readonly timeoutMs: number }
    readonly outcome: AuditOutcome | Postponed
  }
  /** Moves the branch, then the tag; reconciled by hash and ancestry. */
  snapshot: {
    readonly input: { readonly base: ObjectId; readonly commit: ObjectId; readonly branch: string; readonly tag: string }
    readonly outcome:
      | { readonly kind: 'kept'; readonly receipt: ArtifactReference }
      | { readonly kind: 'moved-elsewhere'; readonly found: ObjectId | null }
      /** Something of the user's is in the way; done again once it is gone. */
      | { readonly kind: 'obstructed'; readonly message: string }
  }
  promote: {
    readonly input: { readonly target: string; readonly commit: ObjectId }
    readonly outcome: { readonly kind: 'promoted'; readonly from: ObjectId | null } | { readonly kind: 'refused'; readonly message: string }
  }
  /** Takes the newest phases off the branch; what was removed stays reachable under `refs/autopack/<run>/rolled-back/`. */
  rollback: {
    readonly input: { readonly phases: readonly string[]; readonly from: ObjectId; readonly to: ObjectId; readonly branch: string }
    readonly outcome: { readonly kind: 'rolled-back' } | { readonly kind: 'refused'; readonly message: string }
  }
}

export type EffectKind = keyof Effects
