import type { Migration } from '../../migrations/migration.ts'

export const initial: Migration = {
  since: '0.1.0',
  sql: `
    CREATE TABLE store (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE buckets (
      bucket TEXT PRIMARY KEY,
      posted INTEGER NOT NULL,
      held INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE operations (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      operation TEXT NOT NULL UNIQUE,
      state TEXT NOT NULL,
      run TEXT,
      phase TEXT,
      reserved_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL,
      facts TEXT NOT NULL,
      final INTEGER,
      response_id TEXT,
      settled TEXT
    ) STRICT;
    CREATE INDEX operations_of_run ON operations (run, phase);
    CREATE INDEX operations_of_time ON operations (reserved_at);
    CREATE INDEX operations_open ON operations (expires_at) WHERE state IN ('held', 'sent');

    CREATE TABLE holds (
      operation INTEGER NOT NULL REFERENCES operations (id),
      bucket TEXT NOT NULL,
      amount INTEGER NOT NULL,
      PRIMARY KEY (operation, bucket)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE postings (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      operation INTEGER REFERENCES operations (id),
      bucket TEXT NOT NULL,
      amount INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX postings_of_operation ON postings (operation) WHERE operation IS NOT NULL;
    CREATE INDEX postings_made_elsewhere ON postings (bucket) WHERE operation IS NULL;

    CREATE TABLE responses (
      response_id TEXT PRIMARY KEY,
      operation INTEGER NOT NULL REFERENCES operations (id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE adjustments (id TEXT PRIMARY KEY, note TEXT NOT NULL, at INTEGER NOT NULL) STRICT;

    CREATE TABLE anchors (key TEXT PRIMARY KEY, opened_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE observations (
      key TEXT PRIMARY KEY,
      used INTEGER NOT NULL,
      reset_at INTEGER,
      at INTEGER NOT NULL,
      elsewhere INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE cooldowns (key TEXT PRIMARY KEY, until INTEGER NOT NULL, reason TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE breakers (
      key TEXT PRIMARY KEY,
      version INTEGER NOT NULL,
      failures INTEGER NOT NULL,
      open_until INTEGER,
      probe_until INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE permits (
      key TEXT NOT NULL,
      owner TEXT NOT NULL,
      expires_at INTEGER NOT NULL,
      PRIMARY KEY (key, owner)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE decisions (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      operation TEXT NOT NULL,
      run TEXT,
      phase TEXT,
      at INTEGER NOT NULL,
      decision TEXT NOT NULL
    ) STRICT;
    CREATE INDEX decisions_of_run ON decisions (run, phase);
    CREATE INDEX decisions_of_operation ON decisions (operation);
  `,
}
