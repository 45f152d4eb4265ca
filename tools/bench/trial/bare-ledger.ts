import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { HoldEntry, Reservation, Settlement } from '@autopack/contracts'

/** The statements of a reservation and of its settlement, and nothing around them. */
export interface BareLedger {
  reserveAndSettle(reservation: Reservation, settlement: Settlement): void
  close(): void
}

/** What a ledger does on the database that a ledger has made: the same reads, the same rows, two transactions, no check of anything. */
export function openBareLedger(directory: string, synchronous: 'normal' | 'full'): BareLedger {
  const database = new DatabaseSync(join(directory, 'ledger.db'))
  database.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=${synchronous}; PRAGMA busy_timeout=100`)
  const find = database.prepare('SELECT id, state, final FROM operations WHERE operation = ?')
  const count = database.prepare('SELECT posted, held FROM buckets WHERE bucket = ?')
  const insert = database.prepare(`INSERT INTO operations (operation, state, run, phase, reserved_at, expires_at, facts) VALUES (?, 'held', ?, ?, ?, ?, ?)`)
  const hold = database.prepare('INSERT INTO holds (operation, bucket, amount) VALUES (?, ?, ?)')
  const holds = database.prepare('SELECT bucket, amount FROM holds WHERE operation = ?')
  const add = database.prepare('INSERT INTO buckets (bucket, posted, held) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET posted = posted + excluded.posted, held = held + excluded.held')
  const post = database.prepare('INSERT INTO postings (operation, bucket, amount) VALUES (?, ?, ?)')
  const settle = database.prepare(`UPDATE operations SET state = 'settled', final = 1, settled = ? WHERE id = ?`)

  const reserve = ({ operation, entries, facts, expiresAt }: Reservation): void => {
    if (find.get(operation) !== undefined) throw new Error('it is there already')
    for (const entry of entries) if (isOver(entry, count.get(entry.bucket))) throw new Error('it has no room')
    const id = Number(insert.run(operation, facts.run, facts.phase, expiresAt, expiresAt, JSON.stringify(facts)).lastInsertRowid)
    for (const { bucket, amount } of entries) {
      hold.run(id, bucket, amount)
      add.run(bucket, 0, amount)
    }
  }

  const end = (operation: string, { postings, facts }: Settlement): void => {
    const id = Number(find.get(operation)?.['id'])
    const held = new Map(holds.all(id).map((row) => [row['bucket'], Number(row['amount'])]))
    for (const { bucket, amount } of postings) {
      add.run(bucket, amount, -(held.get(bucket) ?? 0))
      post.run(id, bucket, amount)
    }
    settle.run(JSON.stringify(facts), id)
  }

  const transact = (work: () => void): void => {
    database.exec('BEGIN IMMEDIATE')
    work()
    database.exec('COMMIT')
  }
  return {
    reserveAndSettle(reservation, settlement) {
      transact(() => reserve(reservation))
      transact(() => end(reservation.operation, settlement))
    },
    close: () => database.close(),
  }
}

function isOver({ amount, hard }: HoldEntry, counted: Readonly<Record<string, unknown>> | undefined): boolean {
  return Number(counted?.['posted'] ?? 0) + Number(counted?.['held'] ?? 0) + amount > (hard ?? Number.POSITIVE_INFINITY)
}
