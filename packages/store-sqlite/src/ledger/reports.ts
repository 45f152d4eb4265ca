import type { Ledger } from '@autopack/contracts'
import type { Database } from '../database/database.ts'
import { isCount, wholeTime } from './check.ts'
import { misuse } from './errors.ts'
import type { LedgerRows } from './rows/ledger-rows.ts'

/** What a provider says of itself. */
export function createReports({ database, rows }: { readonly database: Database; readonly rows: LedgerRows }): Pick<Ledger, 'observe' | 'cooldown' | 'endCooldown'> {
  return {
    async observe(key, observation, window) {
      const { used } = observation
      if (!isCount(used)) throw misuse(`The reported use ${used} of ${key} is no whole number.`, { key, used })
      const at = wholeTime(observation.at)
      const resetAt = observation.resetAt === null ? null : wholeTime(observation.resetAt)
      await database.write(() => {
        if ((rows.observations.find(key)?.at ?? at) > at) return
        rows.observations.put(key, { used, resetAt, at, elsewhere: Math.max(0, used - rows.buckets.sum(window).posted) })
      })
    },
    async cooldown(key, until, reason) {
      const whole = wholeTime(until)
      await database.write(() => rows.cooldowns.lengthen(key, { until: whole, reason }))
    },
    endCooldown: async (key) => database.write(() => rows.cooldowns.end(key)),
  }
}
