import type { DatabaseSync } from 'node:sqlite'
import { open, stat } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import type { Clock } from '@autopack/contracts'
import { migrate, refuseNewer } from '../migrations/migrate.ts'
import type { Migration } from '../migrations/migration.ts'
import { needsWritableFolder, storeError, storeReadOnly, systemCode } from '../store-error.ts'
import { BUSY_TIMEOUT_MS, createDatabase, retryWhileBusy, type Database } from './database.ts'

export interface OpenDatabaseOptions {
  readonly DatabaseSync: typeof DatabaseSync
  readonly path: string
  readonly clock: Clock
  /** The schema of this file; default: the store's. */
  readonly migrations?: readonly Migration[]
  /** `normal`: a crash of the machine may take the last commits, a crash of the process takes nothing. Default `full`. */
  readonly synchronous?: 'normal' | 'full'
}

/** Opens for writing; creates and migrates. */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const { path, clock, migrations, synchronous = 'full' } = options
  await createPrivately(path)
  return opened(new options.DatabaseSync(path), { path, clock, readOnly: false }, (connection) => {
    connection.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=${synchronous}`)
    migrate(connection, path, migrations)
  })
}

/** Opens what is there without changing a byte of it; an empty store when nothing is. */
export async function openDatabaseReadOnly(options: OpenDatabaseOptions): Promise<Database> {
  const { path, clock } = options
  if ((await sizeOf(path)) === 0) return emptyDatabase(options)
  const settings = { path, clock, readOnly: true }
  const check = (connection: DatabaseSync): void => refuseNewer(connection, path, options.migrations)
  try {
    return await opened(new options.DatabaseSync(path, { readOnly: true }), settings, check)
  } catch (cause) {
    if (!isReadOnlyFolder(cause)) throw cause
  }
  // an immutable database is read without its write-ahead log, so events still in there would be missed
  if ((await sizeOf(`${path}-wal`)) > 0) throw storeReadOnly(path)
  const url = pathToFileURL(path)
  url.searchParams.set('immutable', '1')
  return opened(new options.DatabaseSync(url, { readOnly: true }), settings, check)
}

async function opened(connection: DatabaseSync, settings: { readonly path: string; readonly clock: Clock; readonly readOnly: boolean }, prepare: (connection: DatabaseSync) => void): Promise<Database> {
  try {
    connection.exec(`PRAGMA busy_timeout=${BUSY_TIMEOUT_MS}`)
    await retryWhileBusy(() => prepare(connection), settings.clock, settings.path)
  } catch (cause) {
    connection.close()
    throw cause
  }
  return createDatabase({ connection, ...settings })
}

async function emptyDatabase(options: OpenDatabaseOptions): Promise<Database> {
  const { path, clock, migrations } = options
  return opened(new options.DatabaseSync(':memory:'), { path, clock, readOnly: true }, (connection) => migrate(connection, path, migrations))
}

function isReadOnlyFolder(error: unknown): boolean {
  return error instanceof Error && needsWritableFolder(error.cause)
}

/** SQLite gives its side files the mode of the database. */
async function createPrivately(path: string): Promise<void> {
  try {
    const file = await open(path, 'a', 0o600)
    await file.close()
  } catch (cause) {
    throw storeError(cause, path)
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return 0
    throw storeError(cause, path)
  }
}
