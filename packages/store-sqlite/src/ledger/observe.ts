import type { Ledger } from '@autopack/contracts'
import type { Database } from '../database/database.ts'
import { isCount, wholeTime } from './check.ts'
import { misuse } from './errors.ts'
import type { LedgerRows } from './rows/ledger-rows.ts'

export function createObserve({ database, rows }: { readonly database: Database; readonly rows: LedgerRows }): Ledger['observe'] {
  return async (key, observation, window) => {
    const { used } = observation
    if (!isCount(used)) throw misuse(`The reported use ${used} of ${key} is no whole number.`, { key, used })
    const at = wholeTime(observation.at)
    const resetAt = observation.resetAt === null ? null : wholeTime(observation.resetAt)
    await database.write(() => {
      if ((rows.observations.find(key)?.at ?? at) > at) return
      rows.observations.put(key, { used, resetAt, at, elsewhere: Math.max(0, used - rows.buckets.sum(window).posted) })
    })
  }
}
