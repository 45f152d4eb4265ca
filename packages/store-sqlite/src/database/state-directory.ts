import { mkdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { storeError, systemCode } from '../store-error.ts'

export interface StateDirectory {
  /** With every symbolic link resolved, so that one store has one name however it was reached. */
  readonly root: string
  readonly journal: string
  readonly locks: string
  readonly artifacts: string
}

/** Creates what is missing, for this user only (0700). */
export async function createStateDirectory(directory: string): Promise<StateDirectory> {
  const state = stateDirectory(await createStateFolder(directory))
  try {
    await createFolder(state.locks)
    await createFolder(state.artifacts)
    return state
  } catch (cause) {
    throw storeError(cause, directory)
  }
}

/** Only the folder itself, for this user only (0700). Returns its path with every symbolic link resolved. */
export async function createStateFolder(directory: string): Promise<string> {
  try {
    await createFolder(resolve(directory))
    return await realpath(directory)
  } catch (cause) {
    throw storeError(cause, directory)
  }
}

/** Changes nothing. A folder that is not there holds an empty store. */
export async function findStateDirectory(directory: string): Promise<StateDirectory> {
  return stateDirectory(await realpath(directory).catch(() => directory))
}

/** Step by step, for Node's recursive `mkdir` reports a read-only disk as a missing folder. */
async function createFolder(path: string): Promise<void> {
  try {
    await createIn(path)
  } catch (cause) {
    if (systemCode(cause) !== 'ENOENT' || dirname(path) === path) throw cause
    await createFolder(dirname(path))
    // once: some places (/proc) say that nothing is there, whatever is made
    await createIn(path)
  }
}

async function createIn(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (cause) {
    if (systemCode(cause) !== 'EEXIST' || !(await stat(path)).isDirectory()) throw cause
  }
}

function stateDirectory(root: string): StateDirectory {
  return { root, journal: join(root, 'journal.db'), locks: join(root, 'locks'), artifacts: join(root, 'artifacts') }
}
