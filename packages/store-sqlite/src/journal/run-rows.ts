import type { StatementSync } from 'node:sqlite'
import { integerOf, optionalInteger, optionalText, textOf, type Row } from '../database/column.ts'
import type { Database } from '../database/database.ts'
import type { ProcessIdentity } from '../owner/process-identity.ts'
import { runUnknown } from './errors.ts'

export interface RunRow {
  readonly id: number
  readonly run: string
  readonly lastSeq: number
  readonly lastHash: string
  readonly epoch: number
  /** Null when the lease was given up. */
  readonly lease: { readonly owner: string; readonly process: ProcessIdentity; readonly expiresAt: number } | null
}

/** The table of runs. Members run inside the caller's transaction. */
export interface RunRows {
  find(run: string): RunRow | null
  /** Throws `AUTOPACK_RUN_UNKNOWN`. */
  get(run: string): RunRow
  newestFirst(): readonly RunRow[]
}

export function createRunRows(database: Database): RunRows {
  const one = database.prepare('SELECT * FROM runs WHERE run = ?')
  const all = database.prepare('SELECT * FROM runs ORDER BY id DESC')
  const find = (run: string): RunRow | null => rowOrNull(one, run)
  return {
    find,
    get(run) {
      const row = find(run)
      if (row === null) throw runUnknown(run)
      return row
    },
    newestFirst: () => all.all().map(runRow),
  }
}

function rowOrNull(statement: StatementSync, run: string): RunRow | null {
  const row = statement.get(run)
  return row === undefined ? null : runRow(row)
}

function runRow(row: Row): RunRow {
  return {
    id: integerOf(row, 'id'),
    run: textOf(row, 'run'),
    lastSeq: integerOf(row, 'last_seq'),
    lastHash: textOf(row, 'last_hash'),
    epoch: integerOf(row, 'epoch'),
    lease: leaseOf(row),
  }
}

function leaseOf(row: Row): RunRow['lease'] {
  const owner = optionalText(row, 'owner')
  const pid = optionalInteger(row, 'owner_pid')
  if (owner === null || pid === null) return null
  return { owner, process: { pid, start: textOf(row, 'owner_start'), boot: textOf(row, 'owner_boot') }, expiresAt: integerOf(row, 'expires_at') }
}
