import { AutopackError, type RepositoryIdentity } from '@autopack/contracts'
import { execFile } from 'node:child_process'
import { lstat, mkdir, realpath } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { promisify } from 'node:util'
import { diskFull, isDiskFull } from '../git/disk-full.ts'
import { refuseLeavingLinks } from './copied-links.ts'

const run = promisify(execFile)

/** Where `cp` is found. */
export type CopyEnvironment = Readonly<Record<string, string | undefined>>

/** Copies paths of the user's tree to the same places below `checkout`; nothing is ever linked. */
export async function copyFromTree({ root }: RepositoryIdentity, paths: readonly string[], checkout: string, env: CopyEnvironment): Promise<void> {
  for (const given of paths) {
    const path = await copyable(root, given)
    await copyInto(join(root, path), join(checkout, path), env)
  }
}

/** Throws what `copyFromTree` throws for paths that it does not copy. Looks at names and links, and reads no file. */
export async function checkCopy({ root }: RepositoryIdentity, paths: readonly string[]): Promise<void> {
  for (const path of paths) await copyable(root, path)
}

async function copyable(root: string, given: string): Promise<string> {
  const path = await reachable(root, given)
  await refuseLeavingLinks(root, path).catch(asCopyFailure(path))
  return path
}

/** `cp` clones blocks where the file system can, and is several times faster than copying file by file from here. */
export async function copyInto(source: string, target: string, env: CopyEnvironment): Promise<void> {
  try {
    const folder = (await lstat(source)).isDirectory()
    await mkdir(folder ? target : dirname(target), { recursive: true })
    await run('cp', ['-R', '-P', '-p', folder ? `${source}/.` : source, target], { env: { PATH: env.PATH, LC_ALL: 'C' }, maxBuffer: 1024 * 1024 })
  } catch (cause) {
    return asCopyFailure(source)(cause)
  }
}

/** A path as it is copied from. Throws where nothing is there, or where it is reached from outside. */
export async function reachable(root: string, given: string): Promise<string> {
  const path = posix.normalize(given).replace(/\/$/, '')
  const found = await lstat(join(root, path)).catch(() => null)
  if (found === null) throw copyMissing(path)
  const parent = dirname(join(root, path))
  if (path === '.' || path.startsWith('../') || path === '..' || (await realpath(parent)) !== join(await realpath(root), dirname(path))) {
    throw new AutopackError({ code: 'AUTOPACK_WORKSPACE_LINK', message: `${path} is reached through a link or lies outside of the repository; name a path inside it`, details: { path } })
  }
  return path
}

function copyMissing(path: string): AutopackError {
  return new AutopackError({ code: 'AUTOPACK_WORKSPACE_COPY_MISSING', message: `workspace.copy names ${path}, which is not in the working tree; install it or take it off the list`, details: { path } })
}

/** Rethrows what went wrong at a path under a code of its own. */
export function asCopyFailure(source: string): (cause: unknown) => never {
  return (cause) => {
    if (AutopackError.isInstance(cause)) throw cause
    if (isDiskFull(cause)) throw diskFull(source, cause)
    const said = cause instanceof Error ? cause.message : String(cause)
    throw new AutopackError({ code: 'AUTOPACK_WORKSPACE_COPY_FAILED', message: `${source} could not be copied: ${said}; make it readable, or leave it out`, details: { source }, cause })
  }
}
