import type { DatabaseSync } from 'node:sqlite'
import { AutopackError } from '@autopack/contracts'
import { integerOf, textOf } from '../database/column.ts'
import { transact } from '../database/transact.ts'
import { migrations as published } from './migrations.ts'
import type { Migration } from './migration.ts'

/** Brings the schema up to date, once, whichever process comes first. Throws `AUTOPACK_STORE_NEWER`. */
export function migrate(connection: DatabaseSync, path: string, migrations: readonly Migration[] = published): void {
  refuseNewer(connection, path, migrations)
  if (versionOf(connection) === migrations.length) return
  transact(connection, () => {
    refuseNewer(connection, path, migrations)
    for (const migration of migrations.slice(versionOf(connection))) apply(connection, migration)
    connection.exec(`PRAGMA user_version=${migrations.length}`)
  })
}

/** Throws `AUTOPACK_STORE_NEWER` for a store that a newer version of Autopack has changed. */
export function refuseNewer(connection: DatabaseSync, path: string, migrations: readonly Migration[] = published): void {
  if (versionOf(connection) <= migrations.length) return
  const needed = textOf(connection.prepare(`SELECT value FROM store WHERE key = 'since'`).get() ?? {}, 'value')
  throw new AutopackError({
    code: 'AUTOPACK_STORE_NEWER',
    message: `The store ${path} was written by a newer Autopack. Use Autopack ${needed} or newer with it.`,
    details: { path, needed },
  })
}

function apply(connection: DatabaseSync, migration: Migration): void {
  connection.exec(migration.sql)
  connection.prepare(`INSERT INTO store VALUES ('since', ?) ON CONFLICT DO UPDATE SET value = excluded.value`).run(migration.since)
}

function versionOf(connection: DatabaseSync): number {
  return integerOf(connection.prepare('PRAGMA user_version').get() ?? {}, 'user_version')
}
