import type { ObjectId, Repository } from '@autopack/contracts'
import { createGit } from '../git/git.ts'
import { createDifferences } from './difference.ts'
import { ignoredBy } from './ignored-by.ts'
import { inspectRepository } from './inspect-repository.ts'
import { identify, locateRepository } from './locate-repository.ts'
import { blobSizes, entriesAt, oneLine, readBlob, readBlobs, writeBlobs, writeCommit, writeTree } from './objects.ts'
import { isAncestor, promote } from './promote.ts'
import { clearStaleLocks, listRefs, moveOwnRef, readRef } from './refs.ts'
import { createRepositoryScope, type RepositoryScope } from './repository-scope.ts'

export interface OpenRepositoryOptions {
  /** Absolute path of any folder in a working tree, a linked one included. */
  readonly path: string
  /** Name or path of the git program. Default `git`. */
  readonly git?: string
  /** Where programs are found: `PATH` and `TMPDIR` are read, nothing else. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * The repository around a folder. Throws `AUTOPACK_NOT_A_REPOSITORY`, `AUTOPACK_REPOSITORY_BARE`, `AUTOPACK_GIT_MISSING` or
 * `AUTOPACK_GIT_TOO_OLD`.
 */
export async function openRepository({ path, git = 'git', env }: OpenRepositoryOptions): Promise<Repository> {
  const run = createGit({ git, env })
  const scope = createRepositoryScope(run, await locateRepository(run, path))
  const difference = createDifferences(scope)
  return {
    contract: 1,
    identity: identify(scope.location),
    inspect: () => inspectRepository(scope),
    resolve: (revision) => resolve(scope, revision),
    treeOf: (commit) => treeOf(scope, commit),
    changes: async (from, to) => (await difference(from, to)).changes,
    readBlob: (blob) => readBlob(scope, blob),
    readBlobs: (blobs) => readBlobs(scope, blobs),
    writeBlobs: (bodies) => writeBlobs(scope, bodies),
    blobSizes: (blobs) => blobSizes(scope, blobs),
    entries: (tree, paths) => entriesAt(scope, tree, paths),
    countLines: async (from, to) => (await difference(from, to)).lines,
    ignoredBy: (paths) => ignoredBy(scope, paths),
    diff: async (from, to) => (await difference(from, to)).patch,
    writeTree: (base, edits) => writeTree(scope, base, edits),
    writeCommit: (commit) => writeCommit(scope, commit),
    isAncestor: (ancestor, descendant) => isAncestor(scope, ancestor, descendant),
    readRef: (ref) => readRef(scope, ref),
    moveRef: (ref, next, expected) => moveOwnRef(scope, ref, next, expected),
    listRefs: (prefix) => listRefs(scope, prefix),
    clearStaleLocks: (runId) => clearStaleLocks(scope, runId),
    promote: (branch, commit) => promote(scope, branch, commit),
  }
}

async function resolve(scope: RepositoryScope, revision: string): Promise<ObjectId | null> {
  if (revision.startsWith('-')) return null
  const { stdout } = await scope.worktree({ args: ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`], accept: [0, 1, 128] })
  return oneLine(stdout) || null
}

async function treeOf(scope: RepositoryScope, commit: ObjectId): Promise<ObjectId> {
  return oneLine((await scope.objects({ args: ['rev-parse', '--verify', '--quiet', `${commit}^{tree}`] })).stdout)
}
