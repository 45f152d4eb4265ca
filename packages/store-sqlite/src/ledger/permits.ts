import type { Clock, Ledger } from '@autopack/contracts'
import { integerOf } from '../database/column.ts'
import type { Database } from '../database/database.ts'
import { wholeTime } from './check.ts'

export function createPermits({ database, clock }: { readonly database: Database; readonly clock: Clock }): Pick<Ledger, 'permit' | 'release'> {
  const lapse = database.prepare('DELETE FROM permits WHERE key = ? AND (expires_at <= ? OR expires_at > ?)')
  const others = database.prepare('SELECT COUNT(*) AS count, COALESCE(MIN(expires_at), 0) AS first FROM permits WHERE key = ? AND owner <> ?')
  const upsert = database.prepare('INSERT INTO permits VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at')
  const remove = database.prepare('DELETE FROM permits WHERE key = ? AND owner = ?')
  return {
    permit: (key, max, owner, ttlMs) =>
      database.write(() => {
        const now = wholeTime(clock.now())
        const expiresAt = wholeTime(now + ttlMs)
        lapse.run(key, now, expiresAt)
        const row = others.get(key, owner) ?? {}
        if (integerOf(row, 'count') >= max) return { kind: 'full', freeAt: integerOf(row, 'first') }
        upsert.run(key, owner, expiresAt)
        return { kind: 'granted' }
      }),
    async release(key, owner) {
      await database.write(() => remove.run(key, owner))
    },
  }
}
