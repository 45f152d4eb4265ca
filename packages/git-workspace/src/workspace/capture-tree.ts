import { AutopackError, type CaptureOptions, type ObjectId } from '@autopack/contracts'
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { lstat, readFile, writeFile } from 'node:fs/promises'
import { isVolumeFull } from '../git/disk-full.ts'
import { gitFailure } from '../git/git-failure.ts'
import type { RepositoryParts } from '../repository/repository-parts.ts'
import { changedPaths, findTooMuch } from './changed-sizes.ts'
import type { CheckoutScope } from './checkout-scope.ts'
import { findHanging } from './hanging-files.ts'
import { indexChanges, withoutTimes } from './index-changes.ts'
import { removeFolder } from './remove-folder.ts'
import { notADirectory, obstacleOf, untrackable, type Obstacle } from './untrackable.ts'

export interface Capture extends CaptureOptions {
  readonly scope: CheckoutScope
  readonly parts: RepositoryParts
  /** What the checkout was made of. */
  readonly commit: ObjectId
  readonly path: string
  readonly index: string
}

/** Milliseconds for one look of git at the whole checkout: far more than a large one takes, and an end to one that is made to last. */
const timeoutMs = 120_000
/** Obstacles that are taken out of the way, each with all of its kind that were seen, before a part of the work is given up. */
const mostRounds = 20

/**
 * The commit's tree with what the checkout has changed. Starts from a copy of the index that `create` wrote, never from an earlier
 * capture: an embedded repository that had made it into the index would be asked for its own status, by a git that its files
 * configure. The change is what git adds to that copy; what the index never held, as in a checkout of a part, stays the commit's.
 */
export async function captureTree(capture: Capture): Promise<ObjectId> {
  const { path, partly = false } = capture
  const folder = await lstat(path).catch(() => null)
  if (folder === null || !folder.isDirectory()) throw notADirectory(path)
  for (let rounds = partly ? mostRounds : 0; ; rounds -= 1) {
    const taken = await takeAll(capture, partly)
    if ('tree' in taken) return taken.tree
    if (rounds === 0 || taken.paths.length === 0) throw untrackable(taken)
    for (const name of taken.paths) await removeFolder(Buffer.concat([Buffer.from(`${path}/`), Buffer.from(name, 'latin1')]))
  }
}

async function takeAll(capture: Capture, partly: boolean): Promise<{ readonly tree: ObjectId } | Obstacle> {
  const { scope, parts, commit, path, index, limits } = capture
  const hanging = await findHanging(path)
  if (hanging !== null) return hanging
  const changed = await changedPaths(scope, timeoutMs).catch(endless)
  if ('message' in changed) return changed
  if (changed.isWhole && changed.tracked.length + changed.untracked.length === 0) return { tree: await parts.treeWriter.edit(commit, []) }
  const tooMuch = findTooMuch(changed, path, limits)
  if (tooMuch !== null) return tooMuch
  const copy = `${index}.capture`
  rmSync(`${copy}.lock`, { force: true })
  const before = await readFile(index)
  // git takes a copy, which is younger, for one that knows what was edited in the second of the checkout
  await writeFile(copy, withoutTimes(before, new Set(changed.tracked), commit.length / 2))
  const obstacle = await addEverything(capture, { GIT_INDEX_FILE: copy }, partly)
  if (obstacle !== null) return obstacle
  const after = await readFile(copy)
  rmSync(copy, { force: true })
  return { tree: await parts.treeWriter.edit(commit, indexChanges(before, after, commit.length / 2)) }
}

/** Null when all is in the index, or all that can be. */
async function addEverything({ scope, parts, path }: Capture, env: Readonly<Record<string, string>>, partly: boolean): Promise<Obstacle | null> {
  const args = ['-c', 'advice.addEmbeddedRepo=false', 'add', '--all', ...(partly ? ['--ignore-errors'] : []), '--', '.']
  const answer = await scope({ args, env, accept: [0, 1, 128], timeoutMs }).catch(endless)
  if ('message' in answer) return answer
  const { exitCode, stderr } = answer
  if (exitCode === 0) return null
  const failure = gitFailure({ argv: args, exitCode, stderr, volumeFull: await isVolumeFull(path) })
  if (failure.code === 'AUTOPACK_DISK_FULL' || !(await storesObjects(parts))) throw failure
  const obstacle = await obstacleOf(path, stderr)
  return partly && exitCode === 1 && obstacle.paths.length === 0 ? null : obstacle
}

/** Whether the host can store at all: git's words for that hold the names of files, which may say anything. */
async function storesObjects({ writer }: RepositoryParts): Promise<boolean> {
  return writer.blobs([Buffer.from(randomUUID())]).then(
    () => true,
    () => false,
  )
}

/** Git that had to be ended was kept busy by what lies in the checkout. */
function endless(error: unknown): Obstacle {
  if (AutopackError.isInstance(error) && error.code === 'AUTOPACK_GIT_FAILED' && error.details['exitCode'] === null) return { paths: [], message: error.message }
  throw error
}
