import { mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { storeError } from '../store-error.ts'

export interface StateDirectory {
  /** With every symbolic link resolved, so that one store has one name however it was reached. */
  readonly root: string
  readonly journal: string
  readonly locks: string
  readonly artifacts: string
}

/** Creates what is missing, for this user only (0700). */
export async function createStateDirectory(directory: string): Promise<StateDirectory> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 })
    const state = stateDirectory(await realpath(directory))
    await mkdir(state.locks, { recursive: true, mode: 0o700 })
    await mkdir(state.artifacts, { recursive: true, mode: 0o700 })
    return state
  } catch (cause) {
    throw storeError(cause, directory)
  }
}

/** Changes nothing. A folder that is not there holds an empty store. */
export async function findStateDirectory(directory: string): Promise<StateDirectory> {
  return stateDirectory(await realpath(directory).catch(() => directory))
}

function stateDirectory(root: string): StateDirectory {
  return { root, journal: join(root, 'journal.db'), locks: join(root, 'locks'), artifacts: join(root, 'artifacts') }
}
