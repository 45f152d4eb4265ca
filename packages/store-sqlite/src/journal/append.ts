import type { AppendResult, Clock, Journal, JournalEvent, NewEvent } from '@autopack/contracts'
import { integerOf } from '../database/column.ts'
import type { Database } from '../database/database.ts'
import { eventOf, link, type Link } from './chain.ts'
import { conflict } from './errors.ts'
import type { EventRows } from './event-rows.ts'
import { requireEpoch } from './fence.ts'
import type { Mailbox } from './mailbox.ts'
import type { RunRow, RunRows } from './run-rows.ts'

export interface AppendParts {
  readonly database: Database
  readonly rows: RunRows
  readonly events: EventRows
  readonly mailbox: Mailbox
  readonly clock: Clock
}

/** One durable transaction a call. */
export function createAppend({ database, rows, events, mailbox, clock }: AppendParts): Journal['append'] {
  const findBatch = database.prepare('SELECT before_seq, last_seq FROM batches WHERE run = ? AND batch = ?')
  const addBatch = database.prepare('INSERT INTO batches VALUES (?, ?, ?, ?)')
  const advance = database.prepare('UPDATE runs SET last_seq = ?, last_hash = ? WHERE id = ?')

  const committedBefore = (row: RunRow, batchId: string): AppendResult | null => {
    const batch = findBatch.get(row.id, batchId)
    if (batch === undefined) return null
    const last = integerOf(batch, 'last_seq')
    return appended(last, events.between(row, integerOf(batch, 'before_seq'), last))
  }
  const write = (row: RunRow, links: readonly Link[], batchId: string): AppendResult => {
    const last = links.at(-1) ?? { seq: row.lastSeq, hash: row.lastHash }
    for (const next of links) events.add(row, next)
    advance.run(last.seq, last.hash, row.id)
    addBatch.run(row.id, batchId, row.lastSeq, last.seq)
    return appended(last.seq, links.map(({ text, hash }) => eventOf(text, hash)))
  }
  return (run, epoch, expectedSeq, newEvents, { batchId, consume = [], park = false, at = clock.now() }) =>
    database.write(() => {
      const row = requireEpoch(rows.get(run), epoch)
      const first = committedBefore(row, batchId)
      if (first !== null) return first
      if (row.lastSeq !== expectedSeq) throw conflict(run, expectedSeq, row.lastSeq)
      if (park && mailbox.hasUnread(row, consume)) return { kind: 'wakeNow' }
      mailbox.consume(row, consume, batchId)
      return write(row, links(row, epoch, at, newEvents), batchId)
    })
}

function links(row: RunRow, epoch: number, at: number, newEvents: readonly NewEvent[]): Link[] {
  const chain: Link[] = []
  let { lastSeq: seq, lastHash: previous } = row
  for (const event of newEvents) {
    seq += 1
    const next = link(previous, { run: row.run, seq, epoch, at: Math.trunc(at) }, event)
    previous = next.hash
    chain.push(next)
  }
  return chain
}

function appended(seq: number, events: readonly JournalEvent[]): AppendResult {
  return { kind: 'appended', seq, events }
}
