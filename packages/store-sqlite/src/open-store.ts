import type { ArtifactStore, BaselineStore, Clock, Journal } from '@autopack/contracts'
import { createSqliteArtifacts } from './artifacts/sqlite-artifacts.ts'
import { createSqliteBaselines } from './baselines/sqlite-baselines.ts'
import { loadSqlite } from './database/load-sqlite.ts'
import { refuseNetworkDisk } from './database/network-disk.ts'
import { openDatabase, openDatabaseReadOnly } from './database/open-database.ts'
import { createStateDirectory, findStateDirectory } from './database/state-directory.ts'
import { createSqliteJournal } from './journal/sqlite-journal.ts'
import { identifySelf } from './owner/process-identity.ts'

const ARTIFACT_LIMIT = 8 * 1024 * 1024

export interface OpenStoreOptions {
  /** Created (0700) when missing; on a local disk. */
  readonly directory: string
  readonly clock: Clock
  /** Values that must never reach the disk: replaced in every text artifact before it is hashed. Shorter than 6 characters are ignored. */
  readonly secrets?: readonly string[]
  /** Larger artifacts lose their middle. Default 8 MB. */
  readonly artifactLimit?: number
  /** Changes nothing on disk; writers throw `AUTOPACK_STORE_READ_ONLY`. A folder that does not exist reads as an empty store. */
  readonly readOnly?: boolean
}

export interface SqliteStore {
  readonly journal: Journal
  readonly artifacts: ArtifactStore
  readonly baselines: BaselineStore
  /** Gives up every lease of this process and closes the files. Idempotent. */
  close(): Promise<void>
}

/**
 * One folder with everything a repository's runs leave behind. Any number of processes of one host may open it at the same time.
 * Throws `AUTOPACK_NODE_TOO_OLD`, `AUTOPACK_STORE_NETWORK_DISK`, `AUTOPACK_STORE_NEWER`, `AUTOPACK_STORE_READ_ONLY`, `AUTOPACK_STORE_FULL`,
 * `AUTOPACK_STORE_CORRUPT`, `AUTOPACK_STORE_BUSY`, `AUTOPACK_STORE_UNAVAILABLE`.
 */
export async function openStore(options: OpenStoreOptions): Promise<SqliteStore> {
  const { clock, readOnly = false } = options
  const DatabaseSync = await loadSqlite()
  const state = await (readOnly ? findStateDirectory(options.directory) : createStateDirectory(options.directory))
  await refuseNetworkDisk(state.root)
  const database = await (readOnly ? openDatabaseReadOnly : openDatabase)({ DatabaseSync, path: state.journal, clock })
  const journal = createSqliteJournal({ DatabaseSync, database, locks: state.locks, clock, self: await identifySelf() })
  return {
    journal,
    artifacts: createSqliteArtifacts({ database, directory: state.artifacts, secrets: options.secrets ?? [], limit: options.artifactLimit ?? ARTIFACT_LIMIT }),
    baselines: createSqliteBaselines({ DatabaseSync, database, locks: state.locks }),
    close: () => journal.close(),
  }
}
