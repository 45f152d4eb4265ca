import type { JournalEvent } from '@autopack/contracts'
import { textOf } from '../database/column.ts'
import type { Database } from '../database/database.ts'
import { eventOf, GENESIS, type Link } from './chain.ts'
import type { RunRow } from './run-rows.ts'

export interface StoredLink {
  readonly text: string
  readonly hash: string
}

/** The table of events. Members run inside the caller's transaction. */
export interface EventRows {
  add(row: RunRow, link: Link): void
  /** At most `limit` from `fromSeq` on, in order. */
  page(row: RunRow, fromSeq: number, limit: number): readonly StoredLink[]
  /** Those after `beforeSeq` up to `lastSeq`. */
  between(row: RunRow, beforeSeq: number, lastSeq: number): JournalEvent[]
  /** What event `seq + 1` is chained to; null when event `seq` is not there. */
  hashAt(row: RunRow, seq: number): string | null
}

export function createEventRows(database: Database): EventRows {
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?)')
  const select = database.prepare('SELECT text, hash FROM events WHERE run = ? AND seq >= ? ORDER BY seq LIMIT ?')
  // a row as an array costs half of a row as an object
  select.setReturnArrays(true)
  const selectHash = database.prepare('SELECT hash FROM events WHERE run = ? AND seq = ?')
  const page = (row: RunRow, fromSeq: number, limit: number): StoredLink[] =>
    select.all(row.id, fromSeq, limit).map((stored) => ({ text: textOf(stored, '0'), hash: textOf(stored, '1') }))
  return {
    add: (row, { seq, text, hash }) => void insert.run(row.id, seq, text, hash),
    page,
    between: (row, beforeSeq, lastSeq) => page(row, beforeSeq + 1, lastSeq - beforeSeq).map(({ text, hash }) => eventOf(text, hash)),
    hashAt(row, seq) {
      if (seq === 0) return GENESIS
      const stored = selectHash.get(row.id, seq)
      return stored === undefined ? null : textOf(stored, 'hash')
    },
  }
}
