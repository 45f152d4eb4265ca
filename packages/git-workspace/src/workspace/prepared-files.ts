import { lstat, mkdir, mkdtemp } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { records } from '../git/git.ts'
import type { CheckoutScope } from './checkout-scope.ts'
import { refuseLeavingLinks } from './copied-links.ts'
import { copyInto, type CopyEnvironment } from './copy-files.ts'
import { moveInto } from './whole-folder.ts'

/** Copies what setup added to a checkout to `target`, which appears whole or not at all. */
export async function keepAddedFiles(scope: CheckoutScope, checkout: string, target: string, env: CopyEnvironment): Promise<void> {
  if (await exists(target)) return
  await mkdir(dirname(target), { recursive: true })
  const unfinished = await mkdtemp(`${target}-`)
  for (const path of await addedPaths(scope)) {
    await refuseLeavingLinks(checkout, path)
    await copyInto(join(checkout, path), join(unfinished, path), env)
  }
  await moveInto(unfinished, target)
}

export async function exists(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null
}

/** Untracked and ignored files; a folder without tracked files counts as one. */
async function addedPaths(scope: CheckoutScope): Promise<readonly string[]> {
  const { stdout } = await scope({ args: ['ls-files', '--others', '--directory', '--no-empty-directory', '-z'] })
  return records(stdout).map((path) => posix.normalize(path).replace(/\/$/, ''))
}
