import { realpathSync } from 'node:fs'
import { relative } from 'node:path'

/** Whether an existing path lies in a folder (or is it) once links are followed. */
export function isInside(path: string, folder: string): boolean {
  try {
    const way = relative(realpathSync(folder), realpathSync(path))
    return way !== '..' && !way.startsWith('../')
  } catch {
    return false
  }
}
