import type { Cooldown, Ledger } from '@autopack/contracts'
import { integerOf, textOf } from '../database/column.ts'
import type { Database } from '../database/database.ts'
import { wholeTime } from './check.ts'

export interface Cooldowns extends Pick<Ledger, 'cooldown'> {
  /** Inside the caller's transaction. */
  find(key: string): Cooldown | null
}

export function createCooldowns(database: Database): Cooldowns {
  const select = database.prepare('SELECT until, reason FROM cooldowns WHERE key = ?')
  const upsert = database.prepare('INSERT INTO cooldowns VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until, reason = excluded.reason WHERE excluded.until > until')
  return {
    find(key) {
      const row = select.get(key)
      return row === undefined ? null : { until: integerOf(row, 'until'), reason: textOf(row, 'reason') }
    },
    async cooldown(key, until, reason) {
      const whole = wholeTime(until)
      await database.write(() => upsert.run(key, whole, reason))
    },
  }
}
