import { integerOf } from '../../database/column.ts'
import type { Database } from '../../database/database.ts'

/** When each anchored window was opened. Members run inside the caller's transaction. */
export interface AnchorRows {
  find(key: string): number | null
  put(key: string, openedAt: number): void
}

export function createAnchorRows(database: Database): AnchorRows {
  const select = database.prepare('SELECT opened_at FROM anchors WHERE key = ?')
  const upsert = database.prepare('INSERT INTO anchors VALUES (?, ?) ON CONFLICT DO UPDATE SET opened_at = excluded.opened_at')
  return {
    find(key) {
      const row = select.get(key)
      return row === undefined ? null : integerOf(row, 'opened_at')
    },
    put: (key, openedAt) => void upsert.run(key, openedAt),
  }
}
