import { removeFolder } from '@autopack/git-workspace'
import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The name of a repository, or of a store of its runs, among all that share a cache or a ledger. */
export function digestOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16)
}

/** Folders of checkouts, below those of all repositories. */
export interface Caches {
  /**
   * Removes those whose repository is gone and which nothing has touched since `before` (wall clock, milliseconds), and returns their paths.
   * One that does not say which repository it is of stays, and so does one on a volume that is not there. `dryRun` only tells.
   */
  removeAbandoned(before: number, options: { readonly dryRun: boolean }): Promise<readonly string[]>
}

export function createCaches(folder: string): Caches {
  return {
    async removeAbandoned(before, { dryRun }) {
      const names = await readdir(folder).catch(() => [])
      const judged = await Promise.all(names.map(async (name) => ({ path: join(folder, name), abandoned: await isAbandoned(folder, name, before) })))
      const abandoned = judged.flatMap((found) => (found.abandoned ? [found.path] : []))
      if (dryRun) return abandoned
      const removed: string[] = []
      for (const path of abandoned) if ((await removeFolder(path)) === null) removed.push(path)
      return removed
    },
  }
}

async function isAbandoned(folder: string, name: string, before: number): Promise<boolean> {
  const repository = await repositoryOf(join(folder, name))
  // named after its repository, or not of our making
  if (repository === null || name.split('-')[0] !== digestOf(repository)) return false
  return (await isGone(repository)) && (await lastTouched(join(folder, name))) < before
}

/** The git directory that its engine borrows objects from; null where there is no such line. */
async function repositoryOf(cache: string): Promise<string | null> {
  const line = await readFile(join(cache, 'engine', 'objects', 'info', 'alternates'), 'utf8').catch(() => '')
  return line.startsWith('/') && line.endsWith('/objects\n') ? dirname(line.trimEnd()) : null
}

/** What cannot be looked at is not gone. An empty folder in its place is where a volume was mounted. */
async function isGone(path: string): Promise<boolean> {
  const missing = await stat(path).then(() => false, isMissing)
  if (!missing) return false
  for (let above = dirname(path); ; above = dirname(above)) {
    const entries = await readdir(above).catch(() => null)
    if (entries !== null || above === dirname(above)) return entries !== null && entries.length > 0
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}

async function lastTouched(cache: string): Promise<number> {
  const times = await Promise.all(['.', 'engine', 'engine/indexes', 'checkouts', 'prepared'].map(async (part) => (await stat(join(cache, part)).catch(() => null))?.mtimeMs ?? 0))
  return Math.max(...times)
}
