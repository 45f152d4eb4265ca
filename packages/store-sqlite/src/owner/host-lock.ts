import type { DatabaseSync } from 'node:sqlite'
import { isBusy, storeError } from '../store-error.ts'

/** Held until `release`, or until the process ends in whatever way: the operating system lets go of it. */
export interface HostLock {
  release(): void
}

/** An exclusive transaction kept open on a small database of its own. Null when another connection holds it. */
export function takeHostLock(Database: typeof DatabaseSync, path: string): HostLock | null {
  let connection: DatabaseSync | null = null
  try {
    connection = new Database(path)
    // the lock itself never needs room on the disk
    connection.exec('PRAGMA busy_timeout=0; PRAGMA journal_mode=MEMORY; BEGIN EXCLUSIVE')
    return hostLock(connection)
  } catch (cause) {
    connection?.close()
    if (isBusy(cause)) return null
    throw storeError(cause, path)
  }
}

function hostLock(connection: DatabaseSync): HostLock {
  return {
    release() {
      if (connection.isOpen) connection.close()
    },
  }
}
