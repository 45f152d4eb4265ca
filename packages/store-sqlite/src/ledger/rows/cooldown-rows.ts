import type { Cooldown } from '@autopack/contracts'
import { integerOf, textOf } from '../../database/column.ts'
import type { Database } from '../../database/database.ts'

/** Members run inside the caller's transaction. */
export interface CooldownRows {
  find(key: string): Cooldown | null
  /** Does nothing where a longer one is there. */
  lengthen(key: string, cooldown: Cooldown): void
  end(key: string): void
}

export function createCooldownRows(database: Database): CooldownRows {
  const select = database.prepare('SELECT until, reason FROM cooldowns WHERE key = ?')
  const upsert = database.prepare('INSERT INTO cooldowns VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until, reason = excluded.reason WHERE excluded.until > until')
  const remove = database.prepare('DELETE FROM cooldowns WHERE key = ?')
  return {
    find(key) {
      const row = select.get(key)
      return row === undefined ? null : { until: integerOf(row, 'until'), reason: textOf(row, 'reason') }
    },
    lengthen: (key, { until, reason }) => void upsert.run(key, until, reason),
    end: (key) => void remove.run(key),
  }
}
