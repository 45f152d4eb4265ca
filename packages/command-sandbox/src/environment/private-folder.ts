import { mkdirSync, mkdtempSync, realpathSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { removeFolder } from './remove-folder.ts'

/** A command's own home and temporary folder, readable by this user only. */
export interface PrivateFolder {
  readonly root: string
  readonly home: string
  readonly temporary: string
  /** What a command leaves in it never makes it throw. */
  remove(): Promise<void>
}

/** `parent`: the host's temporary folder. */
export function createPrivateFolder(parent: string): PrivateFolder {
  const root = mkdtempSync(join(realpathSync(parent), 'autopack-command-'))
  const home = join(root, 'home')
  const temporary = join(root, 'tmp')
  mkdirSync(home)
  mkdirSync(temporary)
  const remove = async (): Promise<void> => {
    if (!removeEmpty([temporary, home, root])) await removeFolder(root)
  }
  return { root, home, temporary, remove }
}

/** Most commands leave nothing behind, and then this is twenty times as fast. */
function removeEmpty(folders: readonly string[]): boolean {
  try {
    for (const folder of folders) rmdirSync(folder)
    return true
  } catch {
    return false
  }
}
