import type { ObjectId } from '@autopack/contracts'
import { rmSync } from 'node:fs'
import { lstat, readFile, writeFile } from 'node:fs/promises'
import { isVolumeFull } from '../git/disk-full.ts'
import { gitFailure } from '../git/git-failure.ts'
import type { RepositoryParts } from '../repository/repository-parts.ts'
import type { CheckoutScope } from './checkout-scope.ts'
import { indexChanges } from './index-changes.ts'
import { isHostFailure, notADirectory, untrackable } from './untrackable.ts'

export interface Capture {
  readonly scope: CheckoutScope
  readonly parts: RepositoryParts
  /** What the checkout was made of. */
  readonly commit: ObjectId
  readonly path: string
  readonly index: string
}

/**
 * The commit's tree with what the checkout has changed. Starts from a copy of the index that `create` wrote, never from an earlier
 * capture: an embedded repository that had made it into the index would be asked for its own status, by a git that its files
 * configure. The change is what git adds to that copy; what the index never held, as in a checkout of a part, stays the commit's.
 */
export async function captureTree({ scope, parts, commit, path, index }: Capture): Promise<ObjectId> {
  const folder = await lstat(path).catch(() => null)
  if (folder === null || !folder.isDirectory()) throw notADirectory(path)
  const copy = `${index}.capture`
  rmSync(`${copy}.lock`, { force: true })
  const before = await readFile(index)
  await writeFile(copy, before)
  await addEverything(scope, path, { GIT_INDEX_FILE: copy })
  const after = await readFile(copy)
  rmSync(copy, { force: true })
  return parts.treeWriter.edit(commit, indexChanges(before, after, commit.length / 2))
}

async function addEverything(scope: CheckoutScope, path: string, env: Readonly<Record<string, string>>): Promise<void> {
  const args = ['-c', 'advice.addEmbeddedRepo=false', 'add', '--all', '--', '.']
  const { exitCode, stderr } = await scope({ args, env, accept: [0, 1, 128] })
  if (exitCode === 0) return
  const failure = gitFailure({ argv: args, exitCode, stderr, volumeFull: await isVolumeFull(path) })
  if (isHostFailure(stderr) || failure.code === 'AUTOPACK_DISK_FULL') throw failure
  throw await untrackable(path, stderr)
}
