import { realpathSync } from 'node:fs'

/** Where a path leads; itself where it leads nowhere. */
export function realpathOr(path: string): string {
  try {
    return realpathSync.native(path)
  } catch {
    return path
  }
}
