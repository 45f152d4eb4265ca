import type { Database } from '../database/database.ts'
import type { ProcessIdentity } from '../owner/process-identity.ts'
import { GENESIS } from './chain.ts'
import type { RunRow } from './run-rows.ts'

/** Writes of the lease part of the table of runs. Members run inside the caller's transaction. */
export interface LeaseRows {
  insert(run: string): void
  take(row: RunRow, epoch: number, owner: string, process: ProcessIdentity, expiresAt: number): void
  extend(row: RunRow, expiresAt: number): void
  /** Does nothing when the lease is another epoch's. */
  clear(run: string, epoch: number): void
}

export function createLeaseRows(database: Database): LeaseRows {
  const insert = database.prepare('INSERT INTO runs (run, last_seq, last_hash, epoch) VALUES (?, 0, ?, 0)')
  const take = database.prepare('UPDATE runs SET epoch = ?, owner = ?, owner_pid = ?, owner_start = ?, owner_boot = ?, expires_at = ? WHERE id = ?')
  const extend = database.prepare('UPDATE runs SET expires_at = ? WHERE id = ?')
  const clear = database.prepare('UPDATE runs SET owner = NULL, owner_pid = NULL, owner_start = NULL, owner_boot = NULL, expires_at = NULL WHERE run = ? AND epoch = ?')
  return {
    insert: (run) => void insert.run(run, GENESIS),
    take: (row, epoch, owner, process, expiresAt) => void take.run(epoch, owner, process.pid, process.start, process.boot, Math.trunc(expiresAt), row.id),
    extend: (row, expiresAt) => void extend.run(Math.trunc(expiresAt), row.id),
    clear: (run, epoch) => void clear.run(run, epoch),
  }
}
