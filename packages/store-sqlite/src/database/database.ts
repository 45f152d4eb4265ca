import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Clock } from '@autopack/contracts'
import { isBusy, storeError, storeReadOnly } from '../store-error.ts'
import { transact } from './transact.ts'

/** How long SQLite itself waits for a lock, blocking the process; between tries the event loop runs. */
export const BUSY_TIMEOUT_MS = 100
const TRIES = 80
const PAUSE_MS = 20

/** One connection. Bodies are synchronous: nothing else of this process runs inside a transaction. */
export interface Database {
  prepare(sql: string): StatementSync
  /** Waits for other processes, bounded; then `AUTOPACK_STORE_BUSY`. */
  read<T>(body: () => T): Promise<T>
  /** Like `read`, and all statements of `body`, which only reads, see the same moment. */
  view<T>(body: () => T): Promise<T>
  /** One durable transaction: everything in `body`, or nothing. `body` runs again from its start when the lock is not free. */
  write<T>(body: () => T): Promise<T>
  /** Throws `AUTOPACK_STORE_READ_ONLY`. */
  requireWritable(): void
  close(): void
}

export function createDatabase(options: { readonly connection: DatabaseSync; readonly path: string; readonly clock: Clock; readonly readOnly: boolean }): Database {
  const { connection, path, clock, readOnly } = options
  const retried = <T>(body: () => T): Promise<T> => retryWhileBusy(body, clock, path)
  const requireWritable = (): void => {
    if (readOnly) throw storeReadOnly(path)
  }
  return {
    requireWritable,
    prepare: (sql) => connection.prepare(sql),
    read: retried,
    view: (body) => retried(() => transact(connection, body, 'DEFERRED')),
    async write(body) {
      requireWritable()
      return retried(() => transact(connection, body))
    },
    close() {
      if (connection.isOpen) connection.close()
    },
  }
}

/** Throws the store's errors; only a busy lock is tried again. */
export async function retryWhileBusy<T>(body: () => T, clock: Clock, path: string): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return body()
    } catch (cause) {
      if (!isBusy(cause) || tries === TRIES) throw storeError(cause, path)
    }
    await clock.sleep(PAUSE_MS)
  }
}
