import type { Breaker, Ledger } from '@autopack/contracts'
import type { Database } from '../database/database.ts'
import { isCount, wholeTime } from './check.ts'
import { misuse } from './errors.ts'
import type { LedgerRows } from './rows/ledger-rows.ts'

export function createBreakers({ database, rows }: { readonly database: Database; readonly rows: LedgerRows }): Pick<Ledger, 'breaker' | 'putBreaker'> {
  return {
    breaker: (key) => database.read(() => rows.breakers.find(key)),
    async putBreaker(key, seen, next) {
      const breaker = checked(key, next)
      return database.write(() => {
        const version = rows.breakers.find(key)?.version ?? null
        if (version !== seen) return false
        rows.breakers.put(key, { version: (version ?? 0) + 1, ...breaker })
        return true
      })
    },
  }
}

function checked(key: string, { failures, openUntil, probeUntil }: Breaker): Breaker {
  if (!isCount(failures)) throw misuse(`The breaker ${key} cannot count ${failures} failures.`, { key, failures })
  return { failures, openUntil: openUntil === null ? null : wholeTime(openUntil), probeUntil: probeUntil === null ? null : wholeTime(probeUntil) }
}
