import { AutopackError } from '@autopack/contracts'
import { lstat, mkdir, mkdtemp } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { pathBytes, pathText } from '../repository/tree-entry.ts'
import type { CheckoutScope } from './checkout-scope.ts'
import { refuseLeavingLinks } from './copied-links.ts'
import { copyInto, type CopyEnvironment } from './copy-files.ts'
import { leavePlainFiles } from './plain-files.ts'
import { removeFolder } from './remove-folder.ts'
import { notADirectory } from './untrackable.ts'
import { moveInto } from './whole-folder.ts'

/** Copies what setup added to a checkout to `target`, which appears whole or not at all: files, folders and links, nothing else. */
export async function keepAddedFiles(scope: CheckoutScope, checkout: string, target: string, env: CopyEnvironment): Promise<void> {
  if (await exists(target)) return
  const folder = await lstat(checkout).catch(() => null)
  if (folder === null || !folder.isDirectory()) throw notADirectory(checkout)
  await leavePlainFiles(checkout).catch(notKept(checkout))
  await mkdir(dirname(target), { recursive: true })
  const unfinished = await mkdtemp(`${target}-`)
  try {
    for (const path of await addedPaths(scope)) {
      await refuseLeavingLinks(checkout, path).catch(notKept(path))
      await copyInto(join(checkout, path), join(unfinished, path), env)
    }
  } catch (error) {
    await removeFolder(unfinished)
    throw error
  }
  await moveInto(unfinished, target)
}

export async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null
}

/** Untracked and ignored files; a folder without tracked files counts as one. `cp` is given text, and so each must be. */
async function addedPaths(scope: CheckoutScope): Promise<readonly string[]> {
  const { stdout } = await scope({ args: ['ls-files', '--others', '--directory', '--no-empty-directory', '-z'] })
  const paths = stdout.toString('latin1').split('\0').slice(0, -1)
  const odd = paths.find((path) => pathBytes(pathText(path)) !== path)
  if (odd !== undefined) throw notCopied(pathText(odd), 'its name is no text; have setup leave it below a folder of its own')
  return paths.map((path) => posix.normalize(pathText(path)).replace(/\/$/, ''))
}

/** What setup has left may be anything: that it cannot be looked at is its fault, and said as such. */
function notKept(path: string): (error: unknown) => never {
  return (error) => {
    if (AutopackError.isInstance(error)) throw error
    throw notCopied(path, error instanceof Error ? error.message : String(error), error)
  }
}

function notCopied(path: string, because: string, cause?: unknown): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_WORKSPACE_COPY_FAILED', message: `what setup has added cannot be kept: ${path}: ${because}`, details: { source: path }, cause })
}
