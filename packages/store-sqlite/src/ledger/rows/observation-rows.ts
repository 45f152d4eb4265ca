import type { ObservedUse } from '@autopack/contracts'
import { integerOf, optionalInteger } from '../../database/column.ts'
import type { Database } from '../../database/database.ts'

/** The newest report of each provider's window. Members run inside the caller's transaction. */
export interface ObservationRows {
  find(key: string): ObservedUse | null
  put(key: string, observed: ObservedUse): void
}

export function createObservationRows(database: Database): ObservationRows {
  const select = database.prepare('SELECT used, reset_at, at, elsewhere FROM observations WHERE key = ?')
  const replace = database.prepare('INSERT OR REPLACE INTO observations VALUES (?, ?, ?, ?, ?)')
  return {
    find(key) {
      const row = select.get(key)
      return row === undefined ? null : { used: integerOf(row, 'used'), resetAt: optionalInteger(row, 'reset_at'), at: integerOf(row, 'at'), elsewhere: integerOf(row, 'elsewhere') }
    },
    put: (key, { used, resetAt, at, elsewhere }) => void replace.run(key, used, resetAt, at, elsewhere),
  }
}
