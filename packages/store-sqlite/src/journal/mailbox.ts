import { AutopackError, type Clock, type Journal, type Signal, type SignalName } from '@autopack/contracts'
import { integerOf, textOf, type Row } from '../database/column.ts'
import type { Database } from '../database/database.ts'
import type { RunRow, RunRows } from './run-rows.ts'

export interface Mailbox extends Pick<Journal, 'signal' | 'signals'> {
  /** Anything unread besides these? Runs inside the caller's transaction. */
  hasUnread(row: RunRow, besides: readonly number[]): boolean
  /** Runs inside the caller's transaction. */
  consume(row: RunRow, ids: readonly number[], batchId: string): void
}

export function createMailbox({ database, rows, clock }: { readonly database: Database; readonly rows: RunRows; readonly clock: Clock }): Mailbox {
  const findFirst = database.prepare('SELECT * FROM signals WHERE run = ? AND dedupe_key = ?')
  const insert = database.prepare(
    'INSERT INTO signals (run, id, name, payload, dedupe_key, at) VALUES (?, (SELECT coalesce(max(id), 0) + 1 FROM signals WHERE run = ?), ?, ?, ?, ?) RETURNING *',
  )
  const unread = database.prepare('SELECT * FROM signals WHERE run = ? AND consumed_by IS NULL ORDER BY id')
  const markConsumed = database.prepare('UPDATE signals SET consumed_by = ? WHERE run = ? AND id = ? AND consumed_by IS NULL')
  const unreadOf = (row: RunRow): Signal[] => unread.all(row.id).map(signalOf)
  return {
    signal: (run, name, payload, dedupeKey) =>
      database.write(() => {
        const row = rows.get(run)
        const earlier = findFirst.get(row.id, dedupeKey)
        if (earlier !== undefined) return { first: false, signal: signalOf(earlier) }
        const added = insert.get(row.id, row.id, name, JSON.stringify(payload ?? null), dedupeKey, Math.trunc(clock.now()))
        return { first: true, signal: signalOf(added ?? {}) }
      }),
    signals: (run) => database.read(() => unreadOf(rows.get(run))),
    hasUnread: (row, besides) => unreadOf(row).some(({ id }) => !besides.includes(id)),
    consume(row, ids, batchId) {
      for (const id of ids) markConsumed.run(batchId, row.id, id)
    },
  }
}

function signalOf(row: Row): Signal {
  return {
    id: integerOf(row, 'id'),
    name: signalName(textOf(row, 'name')),
    payload: JSON.parse(textOf(row, 'payload')),
    dedupeKey: textOf(row, 'dedupe_key'),
    at: integerOf(row, 'at'),
  }
}

const names: readonly SignalName[] = ['approval', 'pause', 'continue', 'cancel']

function signalName(stored: string): SignalName {
  const name = names.find((known) => known === stored)
  if (name !== undefined) return name
  throw new AutopackError({ code: 'AUTOPACK_STORE_CORRUPT', message: `The store holds an unknown signal ${stored}. Restore it from a backup.`, details: { name: stored } })
}
