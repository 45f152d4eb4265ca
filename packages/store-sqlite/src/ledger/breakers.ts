import type { Breaker, Ledger, VersionedBreaker } from '@autopack/contracts'
import { integerOf, optionalInteger } from '../database/column.ts'
import type { Database } from '../database/database.ts'
import { isCount, wholeTime } from './check.ts'
import { misuse } from './errors.ts'

export interface Breakers extends Pick<Ledger, 'breaker' | 'putBreaker'> {
  /** Inside the caller's transaction. */
  find(key: string): VersionedBreaker | null
}

export function createBreakers(database: Database): Breakers {
  const select = database.prepare('SELECT version, failures, open_until, probe_until FROM breakers WHERE key = ?')
  const replace = database.prepare('INSERT OR REPLACE INTO breakers VALUES (?, ?, ?, ?, ?)')
  const find = (key: string): VersionedBreaker | null => {
    const row = select.get(key)
    if (row === undefined) return null
    return { version: integerOf(row, 'version'), failures: integerOf(row, 'failures'), openUntil: optionalInteger(row, 'open_until'), probeUntil: optionalInteger(row, 'probe_until') }
  }
  return {
    find,
    breaker: (key) => database.read(() => find(key)),
    async putBreaker(key, seen, next) {
      const { failures, openUntil, probeUntil } = checked(key, next)
      return database.write(() => {
        const version = find(key)?.version ?? null
        if (version !== seen) return false
        replace.run(key, (version ?? 0) + 1, failures, openUntil, probeUntil)
        return true
      })
    },
  }
}

function checked(key: string, { failures, openUntil, probeUntil }: Breaker): Breaker {
  if (!isCount(failures)) throw misuse(`The breaker ${key} cannot count ${failures} failures.`, { key, failures })
  return { failures, openUntil: openUntil === null ? null : wholeTime(openUntil), probeUntil: probeUntil === null ? null : wholeTime(probeUntil) }
}
