import { chmodSync, lstatSync, readdirSync, unlinkSync, type Dirent } from 'node:fs'
import { join } from 'node:path'

const setIds = 0o6000

/**
 * Takes the set-user-id and set-group-id bits off the files below `folders`; returns how many had one. A file with several names
 * loses the one that lies here: the others may be the system's own.
 */
export function clearSetIds(folders: readonly string[]): number {
  let cleared = 0
  const pending = [...folders]
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) pending.push(path)
      else if (entry.isFile() && clear(path)) cleared += 1
    }
  }
  return cleared
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function clear(path: string): boolean {
  const { mode, nlink } = lstatSync(path)
  if ((mode & setIds) === 0) return false
  if (nlink > 1) unlinkSync(path)
  else chmodSync(path, mode & 0o1777)
  return true
}
