import { realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative } from 'node:path'

export interface PlanFoldersInput {
  /** Absolute. */
  readonly planDirectory: string
  /** The plan's command, with `{plan}` in it. */
  readonly run: readonly string[]
  /** Absolute folders that no builder is shown whole, such as the repository's working tree. */
  readonly kept: readonly string[]
}

/**
 * What a builder may read of the plan's folder: all of it; but where it holds a folder that is kept, only what the command names below
 * `{plan}/`: a folder, or a file with the others of its own folder, and a file of the plan's folder itself alone.
 */
export function planFolders({ planDirectory, run, kept }: PlanFoldersInput): readonly string[] {
  const places = kept.map(realpathOr)
  const isWhole = (folder: string): boolean => !places.some((place) => isWithin(place, realpathOr(folder)))
  if (isWhole(planDirectory)) return [planDirectory]
  const shown = run.flatMap(namesIn).flatMap((name) => {
    const named = join(planDirectory, name)
    const kind = kindOf(named)
    if (kind === null || !isWithin(named, planDirectory) || ofGit.test(name)) return []
    if (isWhole(kind === 'folder' ? named : dirname(named))) return [kind === 'folder' ? named : dirname(named)]
    return kind === 'folder' ? [] : [named]
  })
  return [...new Set(shown)]
}

const ofGit = /(?:^|\/)\.git(?:\/|$)/i

/** What follows `{plan}/` in an argument: up to its end, and up to where a shell would end the word. */
function namesIn(argument: string): readonly string[] {
  const rests = argument.split('{plan}/').slice(1)
  return rests.flatMap((rest) => [rest, rest.split(/[\s'"`:;,|&()<>]/, 1)[0] ?? ''])
}

function kindOf(path: string): 'folder' | 'file' | null {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file'
  } catch {
    return null
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith('../') && !isAbsolute(way)
}

function realpathOr(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
