import { AutopackError } from '@autopack/contracts'
import { readdir } from 'node:fs/promises'
import { posix } from 'node:path'
import { pathBytes, pathText } from '../repository/tree-entry.ts'

const mostNamed = 100

/** What keeps a checkout from becoming a tree. */
export interface Obstacle {
  /** Below the root, one character for each byte; those without which it might be no obstacle. */
  readonly paths: readonly string[]
  readonly message: string
}

/** The error for a checkout whose content cannot become a tree; names what stands out. */
export function untrackable({ paths: bytes, message }: Obstacle): AutopackError {
  const paths = bytes.slice(0, mostNamed).map(pathText)
  const found = paths.length === 0 ? '' : ` (${paths.slice(0, 5).join(', ')})`
  return new AutopackError({
    code: 'AUTOPACK_WORKSPACE_UNTRACKABLE',
    message: `the checkout holds what git cannot take into a tree${found}: ${message}; remove it`,
    details: { paths, stderr: message },
  })
}

/** What git stumbled over, in its own words. */
export async function obstacleOf(checkout: string, stderr: string): Promise<Obstacle> {
  const paths = await namedLikeGit(checkout, '').catch(() => [])
  return { paths: paths.map(pathBytes), message: stderr.trim().slice(-1000) }
}

export function notADirectory(path: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_WORKSPACE_UNTRACKABLE',
    message: `the checkout ${path} is gone or is no folder any more; a builder must leave it where it is`,
    details: { paths: [], stderr: '' },
  })
}

/** Anything called `.git`, in upper or lower case, below the root's own. */
async function namedLikeGit(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(posix.join(root, folder), { withFileTypes: true })
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly string[]> => {
      const path = posix.join(folder, entry.name)
      if (path === '.git') return []
      if (entry.name.toLowerCase() === '.git') return [path]
      return entry.isDirectory() ? namedLikeGit(root, path) : []
    }),
  )
  return found.flat()
}
