import type { ChangeLimits, PathVerdict } from './files/policy-file.ts'
import type { Allowances } from './files/plan.ts'
import type { FileOperation } from './file-operation.ts'

/** Object id of a git blob, tree or commit, hex. */
export type ObjectId = string

/** One path that differs between two trees; renames are a delete and an add. Absent side: null. */
export interface TreeChange {
  /** Repository-relative POSIX path, exactly as git stores it. */
  readonly path: string
  readonly before: { readonly mode: string; readonly blob: ObjectId } | null
  readonly after: { readonly mode: string; readonly blob: ObjectId } | null
}

/** A builder's change as a pair of trees. */
export interface ProposedChange {
  readonly base: ObjectId
  readonly tree: ObjectId
}

/** The frozen policy a change is judged by. */
export interface ChangePolicy {
  /** Hash of everything below; approvals bind it. */
  readonly digest: string
  readonly classes: readonly {
    readonly name: string
    readonly globs: readonly string[]
    readonly verdict: PathVerdict
    /** True: `allowPaths` does not lift this class's `ask`. */
    readonly locked?: boolean
  }[]
  /** Globs the project grants although their class asks; a `locked` class asks all the same. */
  readonly allowPaths: readonly string[]
  readonly limits: Readonly<ChangeLimits>
}

export interface ChangeReason {
  /** The rule's name: `scope`, `protected-path`, `symlink`, `deliverable-missing` … */
  readonly rule: string
  readonly path: string | null
  readonly message: string
  /** How a plan or project may allow it; null where nothing may. */
  readonly remedy: string | null
}

export type ChangeJudgement =
  | {
      readonly kind: 'accepted'
      readonly tree: ObjectId
      readonly changes: readonly TreeChange[]
      /** Hash over the canonical change: paths, modes, blobs before and after. */
      readonly digest: string
      /** What needs a person; empty when nothing does. */
      readonly asks: readonly ChangeReason[]
      readonly linesAdded: number
      readonly linesDeleted: number
    }
  | { readonly kind: 'rejected'; readonly reasons: readonly ChangeReason[] }
  | { readonly kind: 'empty' }
  /** The base has moved under the change and the same paths moved with it: it must be built again. */
  | { readonly kind: 'conflict'; readonly paths: readonly string[] }

export interface JudgeRequest {
  readonly change: ProposedChange
  /** Commit the change must land on; when it differs from `change.base` the change is applied anew, never merged. */
  readonly onto: ObjectId
  readonly scope: readonly string[]
  readonly deliverables: readonly string[]
  /** The phase's category, for limits that hold for some only; without one those do not hold. */
  readonly category?: string
  /** What the plan lifts, and where; without it nothing is lifted. */
  readonly allow?: Allowances
  readonly policy: ChangePolicy
}

export type EditsOutcome =
  /** The tree that they make; the one they were made on where it had all of it. */
  | { readonly kind: 'edited'; readonly tree: ObjectId }
  /** One line for each thing to correct. */
  | { readonly kind: 'refused'; readonly problems: readonly string[] }

/** Judges a change by the tree it results in. Contract 1. */
export interface ChangeGovernor {
  readonly contract: 1
  /** Makes edits on a tree, each where it alone belongs, all or none. Touches objects only. Throws only when git itself fails. */
  edit(tree: ObjectId, edits: readonly FileOperation[]): Promise<EditsOutcome>
  /** Touches objects only, never a worktree, an index of the user's or a ref. Idempotent. Throws only when git itself fails. */
  judge(request: JudgeRequest): Promise<ChangeJudgement>
  /** Canonical git diff of a change, for artifacts, auditors and people. */
  render(change: ProposedChange): Promise<string>
  /** Pure: what the policy says of paths before anything is built; used to refuse a plan up front. */
  foresee(paths: readonly string[], scope: readonly string[], policy: ChangePolicy): readonly (ChangeReason & { readonly verdict: PathVerdict })[]
  /** Begins to load what judging needs, for a caller who waits for something else meanwhile. Never throws: what cannot be loaded is said when it is needed. */
  load?(): void
}
