import { lstat } from 'node:fs/promises'
import { join } from 'node:path'

export type EntryKind = 'absent' | 'file' | 'symlink' | 'folder' | 'special'

/** What a path of the checkout is, links not followed. */
export async function entryKind(checkout: string, path: string): Promise<EntryKind> {
  try {
    const stats = await lstat(join(checkout, path))
    if (stats.isSymbolicLink()) return 'symlink'
    if (stats.isDirectory()) return 'folder'
    return stats.isFile() ? 'file' : 'special'
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ENAMETOOLONG')) return 'absent'
    throw error
  }
}

/** Why a path cannot be reached by real folders alone, or null. A link on the way could lead out of the checkout. */
export async function ancestorProblem(checkout: string, path: string): Promise<string | null> {
  const segments = path.split('/')
  for (let depth = 1; depth < segments.length; depth += 1) {
    const ancestor = segments.slice(0, depth).join('/')
    const kind = await entryKind(checkout, ancestor)
    if (kind === 'absent') return null
    if (kind === 'symlink') return `${path}: ${ancestor} is a symbolic link; nothing is changed through links`
    if (kind !== 'folder') return `${path}: ${ancestor} is not a folder`
  }
  return null
}
