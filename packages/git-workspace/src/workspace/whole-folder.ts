import { rename } from 'node:fs/promises'
import { removeFolder } from './remove-folder.ts'

/** Gives a finished folder its name; where another process was first, that one stays. */
export async function moveInto(unfinished: string, target: string): Promise<void> {
  try {
    await rename(unfinished, target)
  } catch (error) {
    await removeFolder(unfinished)
    if (!(error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST'))) throw error
  }
}
