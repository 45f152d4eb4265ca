import type { BaselineStore } from '@autopack/contracts'
import { textOf } from '../database/column.ts'
import type { Database } from '../database/database.ts'

export function createSqliteBaselines(database: Database): BaselineStore {
  const select = database.prepare('SELECT value FROM baselines WHERE key = ?')
  const upsert = database.prepare('INSERT INTO baselines VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
  return {
    contract: 1,
    async get(key) {
      const row = await database.read(() => select.get(key))
      return row === undefined ? null : textOf(row, 'value')
    },
    put: (key, value) => database.write(() => void upsert.run(key, value)),
  }
}
