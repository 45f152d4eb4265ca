import type { Migration } from '../../migrations/migration.ts'

/** What operations were charged that are forgotten now: counters are still the sum of what is written down. */
export const carried: Migration = {
  since: '0.1.0',
  sql: 'CREATE TABLE carried (bucket TEXT PRIMARY KEY, amount INTEGER NOT NULL) STRICT, WITHOUT ROWID;',
}
