import { join } from 'node:path'
import type { Clock, Ledger } from '@autopack/contracts'
import { loadSqlite } from '../database/load-sqlite.ts'
import { refuseNetworkDisk } from '../database/network-disk.ts'
import { openDatabase } from '../database/open-database.ts'
import { createStateFolder } from '../database/state-directory.ts'
import { ledgerMigrations } from './migrations/migrations.ts'
import { createSqliteLedger } from './sqlite-ledger.ts'

export interface OpenLedgerOptions {
  /** Created (0700) when missing; on a local disk. One for all repositories of a user, for quotas belong to accounts. */
  readonly directory: string
  readonly clock: Clock
  /** `full` (default) survives a power cut; `normal` may then lose the last moments, never a crash of the process. */
  readonly synchronous?: 'normal' | 'full'
}

export interface SqliteLedger extends Ledger {
  /** Idempotent. */
  close(): Promise<void>
}

/** The ledger in `ledger.db`. Any number of processes of one host may open it at the same time. Throws what `openStore` throws. */
export async function openLedger({ directory, clock, synchronous = 'full' }: OpenLedgerOptions): Promise<SqliteLedger> {
  const DatabaseSync = await loadSqlite()
  const root = await createStateFolder(directory)
  await refuseNetworkDisk(root)
  const database = await openDatabase({ DatabaseSync, path: join(root, 'ledger.db'), clock, migrations: ledgerMigrations, synchronous })
  return { ...createSqliteLedger({ database, clock }), close: async () => database.close() }
}
