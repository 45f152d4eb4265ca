import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { migrate } from './migrate.ts'
import type { Migration } from './migration.ts'
import { migrations } from './migrations.ts'

const next: Migration = { since: '0.7.0', sql: 'ALTER TABLE baselines ADD COLUMN note TEXT' }

describe('migrations', () => {
  it('are applied once and in order', () => {
    const connection = new DatabaseSync(':memory:')
    migrate(connection, 'store')
    connection.exec(`INSERT INTO baselines VALUES ('key', 'value')`)
    migrate(connection, 'store', [...migrations, next])
    migrate(connection, 'store', [...migrations, next])
    expect(connection.prepare('SELECT * FROM baselines').all()).toEqual([{ key: 'key', value: 'value', note: null }])
  })

  it('leave a store as it was when one of them fails', () => {
    const connection = new DatabaseSync(':memory:')
    migrate(connection, 'store')
    const broken: Migration = { since: '0.8.0', sql: 'CREATE TABLE half (a TEXT); CREATE TABLE half (a TEXT)' }
    expect(() => migrate(connection, 'store', [...migrations, next, broken])).toThrow('already exists')
    expect(connection.prepare('PRAGMA user_version').get()).toEqual({ user_version: migrations.length })
    expect(() => connection.prepare('SELECT note FROM baselines')).toThrow('no such column')
  })

  it('refuse what a newer one has changed', () => {
    const connection = new DatabaseSync(':memory:')
    migrate(connection, 'store', [...migrations, next])
    expect(() => migrate(connection, 'store')).toThrow('Use Autopack 0.7.0 or newer')
  })
})
