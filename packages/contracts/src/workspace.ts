import type { ObjectId } from './change.ts'

/** A throwaway repository whose working tree is a commit's; its objects are borrowed from the user's. */
export interface Checkout {
  /** Absolute root of the working tree. Its parent folder belongs to this checkout alone and is removed with it. */
  readonly path: string
  readonly commit: ObjectId
}

/** Of what differs from the checkout's commit, together. */
export interface CaptureLimits {
  readonly files: number
  readonly bytes: number
}

export interface CaptureOptions {
  /** More is refused before it is read. Without them, a gibibyte and 200,000 files. */
  readonly limits?: CaptureLimits
  /** What cannot be taken is removed from the checkout and left out, for a tree that is evidence and no proposal. Default: false. */
  readonly partly?: boolean
}

/** Makes and removes checkouts. Contract 1. Everything it makes lies under one folder of its own. */
export interface Workspace {
  readonly contract: 1
  /**
   * A fresh checkout at `name` (replacing what a killed process left there); `copy` paths come from the user's tree. Throws
   * `AUTOPACK_WORKSPACE_LINK` for links that leave it. With `only`, globs as a phase's scope has them, the files they match are enough:
   * others of the commit may be left out, and a capture holds them all the same.
   */
  create(name: string, commit: ObjectId, options: { readonly copy: readonly string[]; readonly prepared?: string; readonly only?: readonly string[] }): Promise<Checkout>
  /**
   * The tree the working tree amounts to now, written into the user's object database; ignores the checkout's own `.git`.
   * Files that `.gitignore` matches and what `create` copied in are no part of it; a repository inside shows as mode 160000.
   * Throws `AUTOPACK_WORKSPACE_UNTRACKABLE` for content that cannot become a tree (`.GIT/x`, a repository without a commit,
   * unreadable files, pipes, more than `limits`): the builder's fault, not the host's.
   */
  capture(checkout: Checkout, options?: CaptureOptions): Promise<ObjectId>
  /** Throws what `create` throws for paths that it does not copy: missing ones, virtualenvs, links that leave. Reads no file. */
  checkCopy(paths: readonly string[]): Promise<void>
  /**
   * Hash of what `create` would copy for these paths: names, kinds, modes and contents; what vanishes meanwhile is not there. Throws
   * `AUTOPACK_WORKSPACE_COPY_MISSING` where nothing is at a path and `AUTOPACK_WORKSPACE_COPY_FAILED` for what cannot be read.
   */
  copyKey(paths: readonly string[]): Promise<string>
  /** Hash of what a setup depends on: lockfiles of the commit, its commands and the runtime. Scripts that it runs are no part of it. */
  setupKey(commit: ObjectId, commands: readonly (readonly string[])[]): Promise<string>
  /**
   * Keeps what setup added to a checkout (untracked and ignored files) under `key`, for `create({ prepared: key })`. Pipes, sockets and
   * devices are left out, and no file runs as another user. Throws `AUTOPACK_WORKSPACE_LINK` for links that leave it and
   * `AUTOPACK_WORKSPACE_COPY_FAILED` for what cannot be copied: setup's fault, not the host's. Idempotent.
   */
  keepPrepared(key: string, checkout: Checkout): Promise<void>
  hasPrepared(key: string): Promise<boolean>
  /** Whatever a builder has left there: what cannot be removed stays listed, and is no error. Idempotent. */
  remove(name: string): Promise<void>
  /** Names that exist, for `gc`. */
  list(): Promise<readonly string[]>
}
