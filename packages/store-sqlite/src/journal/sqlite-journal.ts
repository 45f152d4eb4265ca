import type { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import type { Clock, Journal, RunRecord } from '@autopack/contracts'
import type { Database } from '../database/database.ts'
import { takeHostLock } from '../owner/host-lock.ts'
import { isAlive, type ProcessIdentity } from '../owner/process-identity.ts'
import { takeOwnership, type RecordedOwner } from '../owner/take-ownership.ts'
import { createAppend } from './append.ts'
import { createEventRows } from './event-rows.ts'
import { createLeases } from './leases.ts'
import { createMailbox } from './mailbox.ts'
import { createRead } from './read.ts'
import { createRunRows, type RunRow } from './run-rows.ts'

export interface SqliteJournalOptions {
  readonly DatabaseSync: typeof DatabaseSync
  readonly database: Database
  /** Folder of the lock files, one a run. */
  readonly locks: string
  readonly clock: Clock
  readonly self: ProcessIdentity
}

export function createSqliteJournal({ DatabaseSync, database, locks, clock, self }: SqliteJournalOptions): Journal {
  const rows = createRunRows(database)
  const events = createEventRows(database)
  const mailbox = createMailbox({ database, rows, clock })
  const recordedOwner = (run: string): Promise<RecordedOwner | null> => database.read(() => rows.find(run)?.lease ?? null)
  const leases = createLeases({
    database,
    rows,
    clock,
    self,
    takeLock: (run) => takeOwnership({ tryLock: () => takeHostLock(DatabaseSync, join(locks, `${run}.lock`)), recordedOwner: () => recordedOwner(run), self, clock }),
  })
  return {
    contract: 1,
    create: leases.create,
    acquire: leases.acquire,
    renew: leases.renew,
    release: leases.release,
    append: createAppend({ database, rows, events, mailbox, clock }),
    read: createRead({ database, rows, events }),
    signal: mailbox.signal,
    signals: mailbox.signals,
    runs: async () => Promise.all((await database.read(() => rows.newestFirst())).map(runRecord)),
    async close() {
      await leases.releaseAll()
      database.close()
    },
  }
}

async function runRecord({ run, lastSeq, lease }: RunRow): Promise<RunRecord> {
  const alive = lease !== null && (await isAlive(lease.process))
  return { run, lastSeq, ownerPid: alive ? lease.process.pid : null }
}
