import type { Journal, JournalEvent } from '@autopack/contracts'
import type { Database } from '../database/database.ts'
import { eventOf, nextHash } from './chain.ts'
import { journalCorrupt } from './errors.ts'
import type { EventRows, StoredLink } from './event-rows.ts'
import type { RunRow, RunRows } from './run-rows.ts'

const PAGE = 256

/** Streams a run's events in pages and checks every link of the chain once. */
export function createRead(parts: { readonly database: Database; readonly rows: RunRows; readonly events: EventRows }): Journal['read'] {
  const { database, rows, events } = parts
  return async function* read(run, fromSeq) {
    const row = await database.read(() => rows.get(run))
    let seq = Math.max(1, fromSeq)
    if (seq > row.lastSeq) return
    let previous = await database.read(() => events.hashAt(row, seq - 1))
    while (seq <= row.lastSeq) {
      const links = await database.read(() => events.page(row, seq, Math.min(PAGE, row.lastSeq - seq + 1)))
      if (links.length === 0) throw journalCorrupt(run, seq)
      for (const link of links) {
        yield verified(row, seq, previous, link)
        previous = link.hash
        seq += 1
      }
    }
    if (previous !== row.lastHash) throw journalCorrupt(run, row.lastSeq)
  }
}

function verified(row: RunRow, seq: number, previous: string | null, { text, hash }: StoredLink): JournalEvent {
  if (previous === null || nextHash(previous, text) !== hash) throw journalCorrupt(row.run, seq)
  return eventOf(text, hash)
}
