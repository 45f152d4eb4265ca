import type { VersionedBreaker } from '@autopack/contracts'
import { integerOf, optionalInteger } from '../../database/column.ts'
import type { Database } from '../../database/database.ts'

/** Members run inside the caller's transaction. */
export interface BreakerRows {
  find(key: string): VersionedBreaker | null
  put(key: string, breaker: VersionedBreaker): void
}

export function createBreakerRows(database: Database): BreakerRows {
  const select = database.prepare('SELECT version, failures, open_until, probe_until FROM breakers WHERE key = ?')
  const replace = database.prepare('INSERT OR REPLACE INTO breakers VALUES (?, ?, ?, ?, ?)')
  return {
    find(key) {
      const row = select.get(key)
      if (row === undefined) return null
      return { version: integerOf(row, 'version'), failures: integerOf(row, 'failures'), openUntil: optionalInteger(row, 'open_until'), probeUntil: optionalInteger(row, 'probe_until') }
    },
    put: (key, { version, failures, openUntil, probeUntil }) => void replace.run(key, version, failures, openUntil, probeUntil),
  }
}
