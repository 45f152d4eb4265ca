import type { Repository } from '@autopack/contracts'
import { createGit } from '../git/git.ts'
import { trustedProgram, workingTreeAround } from '../git/trusted-program.ts'
import { ignoredBy } from './ignored-by.ts'
import { inspectRepository } from './inspect-repository.ts'
import { locateRepository } from './locate-repository.ts'
import { blobSize, entriesAt, namesIn, readBlob, treeOf } from './objects.ts'
import { obstacleTo } from './obstacle.ts'
import { isAncestor, promote } from './promote.ts'
import { clearStaleLocks, listRefs, moveOwnRef } from './refs.ts'
import { createRepositoryParts, identify } from './repository-parts.ts'
import { pathBytes } from './tree-entry.ts'
import { refuseOddEdits } from './tree-path.ts'

export interface OpenRepositoryOptions {
  /** Absolute path of any folder in a working tree, a linked one included. */
  readonly path: string
  /** Name or path of the git program. Default `git`. */
  readonly git?: string
  /** `PATH` and `TMPDIR` are read, nothing else. Of the PATH the absolute folders outside of the working tree count. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** A repository that keeps git processes to ask again. They never keep this process from ending, and end with it. */
export interface OpenRepository extends Repository {
  /** Starts those that every change needs, ahead of it. */
  load(): void
  /** Ends them and resolves when they are gone; nothing may be asked afterwards. Idempotent. */
  close(): Promise<void>
}

/**
 * The repository around a folder. Throws `AUTOPACK_NOT_A_REPOSITORY`, `AUTOPACK_REPOSITORY_BARE`, `AUTOPACK_GIT_MISSING` or
 * `AUTOPACK_GIT_TOO_OLD`.
 */
export async function openRepository({ path, git = 'git', env }: OpenRepositoryOptions): Promise<OpenRepository> {
  const location = await locateRepository(createGit(trustedProgram({ git, env }, [workingTreeAround(path)])), path)
  const parts = createRepositoryParts(trustedProgram({ git, env }, [location.root, location.commonDirectory]), location)
  const { scope, objects, trees, writer, treeWriter, difference, refs } = parts
  return {
    contract: 1,
    identity: identify(parts),
    inspect: () => inspectRepository(parts),
    treeOf: (commit) => treeOf(objects, commit),
    changes: async (from, to) => (await difference(from, to)).changes,
    readBlob: (blob) => readBlob(objects, blob),
    readBlobs: (blobs) => Promise.all(blobs.map((blob) => readBlob(objects, blob))),
    writeBlobs: (bodies) => writer.blobs(bodies),
    blobSizes: (blobs) => Promise.all(blobs.map((blob) => blobSize(objects, blob))),
    entries: (tree, paths) => entriesAt(trees, tree, paths),
    names: (tree, folders) => namesIn(trees, tree, folders),
    countLines: async (from, to) => (await difference(from, to)).lines,
    ignoredBy: (paths) => ignoredBy(scope, paths),
    diff: async (from, to) => (await difference(from, to)).patch,
    wholeDiff: async (from, to) => {
      const { patch, isWhole } = await difference(from, to)
      return isWhole ? patch : null
    },
    writeTree: async (base, edits) => {
      refuseOddEdits(edits)
      return treeWriter.edit(base, edits.map(({ path, after }) => ({ path: pathBytes(path), after: after === null ? null : { mode: after.mode, id: after.blob } })))
    },
    writeCommit: (commit) => writer.commit(commit),
    isAncestor: (ancestor, descendant) => isAncestor(scope, ancestor, descendant),
    readRef: (ref) => refs.read(ref),
    moveRef: (ref, next, expected) => moveOwnRef(refs, ref, next, expected),
    obstacleTo: (ref) => obstacleTo(scope, refs, ref),
    listRefs: (prefix) => listRefs(scope, prefix),
    clearStaleLocks: (runId) => clearStaleLocks(scope, runId),
    promote: (branch, commit) => promote(parts, branch, commit),
    load: () => scope.load(),
    close: () => scope.close(),
  }
}
