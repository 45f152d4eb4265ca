import type { ObjectId, TreeChange } from './change.ts'

export interface RepositoryIdentity {
  /** Absolute path of the user's working tree. */
  readonly root: string
  /** Absolute path of the common git directory. */
  readonly commonDirectory: string
}

/** What a run must know before it starts. Notices are said and go on; refusals end it. */
export interface RepositoryReport {
  readonly head: ObjectId
  /** Null when detached. */
  readonly branch: string | null
  readonly notices: readonly RepositoryFinding[]
  readonly refusals: readonly RepositoryFinding[]
}

export interface RepositoryFinding {
  readonly name: 'dirty' | 'detached' | 'shallow' | 'submodules' | 'lfs' | 'filters' | 'autopack-branch' | 'autopack-checked-out' | 'partial-clone' | 'empty'
  readonly message: string
}

export interface CommitRequest {
  readonly tree: ObjectId
  readonly parents: readonly ObjectId[]
  /** Same request, same hash: author, committer and both dates come from here. */
  readonly author: { readonly name: string; readonly email: string }
  /** Seconds since the epoch, UTC. */
  readonly at: number
  readonly message: string
}

/** Edits to a tree; `after: null` deletes. */
export interface TreeEdit {
  readonly path: string
  readonly after: { readonly mode: string; readonly blob: ObjectId } | null
}

/**
 * The user's repository as objects and Autopack's own refs. Nothing here touches the working tree, the index, the stash or a
 * branch outside `autopack/`, `promote` aside. Contract 1. Every member throws `AUTOPACK_GIT_FAILED` when git fails.
 */
export interface Repository {
  readonly contract: 1
  readonly identity: RepositoryIdentity
  inspect(): Promise<RepositoryReport>
  treeOf(commit: ObjectId): Promise<ObjectId>
  /** Raw difference of two trees or commits, sorted by path, without rename detection. */
  changes(from: ObjectId, to: ObjectId): Promise<readonly TreeChange[]>
  readBlob(blob: ObjectId): Promise<Uint8Array>
  /** Bodies in the order asked. */
  readBlobs(blobs: readonly ObjectId[]): Promise<readonly Uint8Array[]>
  /** Writes files' bodies as they are, without filters, and returns their ids in the order given. */
  writeBlobs(bodies: readonly Uint8Array[]): Promise<readonly ObjectId[]>
  /** Sizes in bytes, in the order asked; looked up without reading the bodies. */
  blobSizes(blobs: readonly ObjectId[]): Promise<readonly number[]>
  /** What a tree or commit holds at literal paths, in the order asked; null where there is no file (folders count as none). */
  entries(tree: ObjectId, paths: readonly string[]): Promise<readonly ({ readonly mode: string; readonly blob: ObjectId } | null)[]>
  /** Names of what lies in folders of a tree or commit, files and folders, in the order asked; `''` is its root. Null where there is no folder. */
  names(tree: ObjectId, folders: readonly string[]): Promise<readonly (readonly string[] | null)[]>
  /** Lines added and deleted between two trees or commits; binary files count none. */
  countLines(from: ObjectId, to: ObjectId): Promise<{ readonly added: number; readonly deleted: number }>
  /** Whether `.gitignore` of the user's tree matches each path, with one command for all; the matching `file:line:pattern`, or null. */
  ignoredBy(paths: readonly string[]): Promise<readonly (string | null)[]>
  /** A unified git diff with context, no external diff, no textconv; of files too large to write out just a list of them. */
  diff(from: ObjectId, to: ObjectId): Promise<string>
  /** The same for whoever must have seen all of it; null where `diff` is just a list. */
  wholeDiff(from: ObjectId, to: ObjectId): Promise<string | null>
  /**
   * A tree made from another by edits; no index and no working tree is touched. Deletions come first, and a file takes the place of a
   * folder. Refuses paths that git lets into no index.
   */
  writeTree(base: ObjectId, edits: readonly TreeEdit[]): Promise<ObjectId>
  writeCommit(commit: CommitRequest): Promise<ObjectId>
  isAncestor(ancestor: ObjectId, descendant: ObjectId): Promise<boolean>
  /** Commit a full ref name points at, or null. */
  readRef(ref: string): Promise<ObjectId | null>
  /**
   * Compare-and-swap of one of Autopack's own refs (`refs/heads/autopack/`, `refs/tags/autopack/`, `refs/autopack/`).
   * `expected: null` means "must not exist"; `next: null` deletes. Returns false when the ref was elsewhere: read again and reconcile.
   */
  moveRef(ref: string, next: ObjectId | null, expected: ObjectId | null): Promise<boolean>
  /**
   * Why one of Autopack's own refs cannot or must not be moved now, and what to do about it: another ref takes its place, or its branch is
   * checked out, rebased or bisected in a working tree. Null when nothing is in the way.
   */
  obstacleTo(ref: string): Promise<string | null>
  listRefs(prefix: string): Promise<readonly { readonly ref: string; readonly commit: ObjectId }[]>
  /** Removes lock files of one run's own refs left by a killed process; only the run's owner may call it. Idempotent. */
  clearStaleLocks(run: string): Promise<void>
  /**
   * Moves a user's branch forward to `commit`. A branch that is checked out is moved with its clean working tree.
   * Never forces: anything but a fast-forward is an outcome. Creates the branch where there is none. One promotion at a time:
   * throws `AUTOPACK_REPOSITORY_LOCKED` while another process promotes, `AUTOPACK_REF_FORBIDDEN` for a branch of Autopack's own.
   */
  promote(branch: string, commit: ObjectId): Promise<PromoteOutcome>
  /** Starts what it will soon need; nothing is waited for. */
  load?(): void
  /** Ends the processes it keeps, where it keeps any, and resolves when they are gone; nothing may be asked afterwards. Idempotent. */
  close?(): Promise<void>
}

export type PromoteOutcome =
  | { readonly kind: 'promoted'; readonly from: ObjectId | null; readonly to: ObjectId }
  | { readonly kind: 'already-there' }
  | { readonly kind: 'not-fast-forward'; readonly target: ObjectId }
  /** Uncommitted changes where it is checked out. */
  | { readonly kind: 'dirty'; readonly worktree: string }
  /** Git refuses to move what is checked out there: a file in the way, a lock. `said`: its own words, by lines. */
  | { readonly kind: 'blocked'; readonly worktree: string; readonly said: string }
  /** In the middle of a rebase that will move it, or of a bisect that will go back to it. */
  | { readonly kind: 'in-use'; readonly worktree: string; readonly doing: 'rebase' | 'bisect' }
