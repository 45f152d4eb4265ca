import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import type { BaselineStore } from '@autopack/contracts'
import { textOf } from '../database/column.ts'
import type { Database } from '../database/database.ts'
import { takeHostLock } from '../owner/host-lock.ts'

export interface SqliteBaselinesOptions {
  readonly DatabaseSync: typeof DatabaseSync
  readonly database: Database
  /** Folder of the lock files. */
  readonly locks: string
}

export function createSqliteBaselines({ DatabaseSync, database, locks }: SqliteBaselinesOptions): BaselineStore {
  const select = database.prepare('SELECT value FROM baselines WHERE key = ?')
  const upsert = database.prepare('INSERT INTO baselines VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
  return {
    contract: 1,
    async get(key) {
      const row = await database.read(() => select.get(key))
      return row === undefined ? null : textOf(row, 'value')
    },
    put: (key, value) => database.write(() => void upsert.run(key, value)),
    claim: async (key) => takeHostLock(DatabaseSync, join(locks, lockName(key))),
  }
}

/** Of a few names, for lock files stay; no run's name begins with a dash. */
function lockName(key: string): string {
  return `-baseline-${createHash('sha256').update(key).digest('hex').slice(0, 2)}.lock`
}
