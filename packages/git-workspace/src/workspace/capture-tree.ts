import type { ObjectId } from '@autopack/contracts'
import { copyFile, lstat, rm } from 'node:fs/promises'
import { isVolumeFull } from '../git/disk-full.ts'
import { gitFailure } from '../git/git-failure.ts'
import type { CheckoutScope } from './checkout-scope.ts'
import { isHostFailure, notADirectory, untrackable } from './untrackable.ts'

/**
 * The tree of a checkout as it stands. Starts from a copy of the index that `create` wrote, never from an earlier capture: an
 * embedded repository that had made it into the index would be asked for its own status, by a git that its files configure.
 */
export async function captureTree(scope: CheckoutScope, path: string, index: string): Promise<ObjectId> {
  const folder = await lstat(path).catch(() => null)
  if (folder === null || !folder.isDirectory()) throw notADirectory(path)
  const copy = `${index}.capture`
  await rm(`${copy}.lock`, { force: true })
  await copyFile(index, copy)
  const env = { GIT_INDEX_FILE: copy }
  await addEverything(scope, path, env)
  const { stdout } = await scope({ args: ['write-tree'], env })
  await rm(copy, { force: true })
  return stdout.toString('utf8').trim()
}

async function addEverything(scope: CheckoutScope, path: string, env: Readonly<Record<string, string>>): Promise<void> {
  const args = ['-c', 'advice.addEmbeddedRepo=false', 'add', '--all', '--', '.']
  const { exitCode, stderr } = await scope({ args, env, accept: [0, 1, 128] })
  if (exitCode === 0) return
  const failure = gitFailure({ argv: args, exitCode, stderr, volumeFull: await isVolumeFull(path) })
  if (isHostFailure(stderr) || failure.code === 'AUTOPACK_DISK_FULL') throw failure
  throw await untrackable(path, stderr)
}
