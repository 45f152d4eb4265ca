import { readdirSync, statSync, type Dirent, type Stats } from 'node:fs'
import { takeTurns } from './take-turns.ts'
import type { Obstacle } from './untrackable.ts'

const separator = Buffer.from('/')
/** Longer ones the system does not open. */
const longestPath = 4_000
const mostEntries = 2_000_000

interface Folder {
  readonly path: Buffer
  /** Part of a repository inside the checkout. */
  readonly isGit: boolean
}

/**
 * What git would open and never come back from, or not come to the end of: pipes and devices, links to them where git follows one;
 * folders too deep or too many. Looks at names and types alone, which for 50,000 files takes a tenth of a second. Null: nothing.
 */
export async function findHanging(checkout: string): Promise<Obstacle | null> {
  const root = Buffer.from(checkout)
  const pending: Folder[] = [{ path: root, isGit: false }]
  let left = mostEntries
  const othersTurn = takeTurns()
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of entriesOf(folder.path)) {
      const path = Buffer.concat([folder.path, separator, entry.name])
      const inside = (): string => path.toString('latin1', root.length + 1)
      if ((left -= 1) < 0) return { paths: [], message: `more than ${mostEntries} files and folders` }
      if (path.length > longestPath) return { paths: [topOf(inside())], message: 'a path too long for the system to open' }
      if (hangs(entry, path, folder.isGit)) return { paths: [inside()], message: 'a pipe or a device, or a link to one, where files belong' }
      if (entry.isDirectory() && !isOwnGit(folder, entry, root)) pending.push({ path, isGit: folder.isGit || isNamed(entry, '.git') })
    }
    await othersTurn()
  }
  return null
}

/** What cannot be listed, git cannot list either. */
function entriesOf(folder: Buffer): readonly Dirent<Buffer>[] {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })
  } catch {
    return []
  }
}

function hangs(entry: Dirent<Buffer>, path: Buffer, isGit: boolean): boolean {
  if (entry.isFIFO() || entry.isCharacterDevice() || entry.isBlockDevice()) return true
  if (!entry.isSymbolicLink() || !(isGit || entry.name.toString('latin1').startsWith('.git'))) return false
  const target = targetOf(path)
  return target !== null && !target.isFile() && !target.isDirectory()
}

/** Null where the system follows no further, and so git neither: a link to nothing, to itself, or into a folder that is shut. */
function targetOf(link: Buffer): Stats | null {
  try {
    return statSync(link)
  } catch {
    return null
  }
}

/** The git directory that came with the checkout, which is never read. */
function isOwnGit(folder: Folder, entry: Dirent<Buffer>, root: Buffer): boolean {
  return folder.path.length === root.length && isNamed(entry, '.git')
}

function isNamed(entry: Dirent<Buffer>, name: string): boolean {
  return entry.name.toString('latin1') === name
}

function topOf(path: string): string {
  return path.split('/', 1).join('')
}
