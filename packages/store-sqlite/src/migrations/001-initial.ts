import type { Migration } from './migration.ts'

export const initial: Migration = {
  since: '0.1.0',
  sql: `
    CREATE TABLE store (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE runs (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      run TEXT NOT NULL UNIQUE,
      last_seq INTEGER NOT NULL,
      last_hash TEXT NOT NULL,
      epoch INTEGER NOT NULL,
      owner TEXT,
      owner_pid INTEGER,
      owner_start TEXT,
      owner_boot TEXT,
      expires_at INTEGER
    ) STRICT;

    CREATE TABLE events (
      run INTEGER NOT NULL REFERENCES runs (id),
      seq INTEGER NOT NULL,
      text TEXT NOT NULL,
      hash TEXT NOT NULL,
      PRIMARY KEY (run, seq)
    ) STRICT;

    CREATE TABLE batches (
      run INTEGER NOT NULL REFERENCES runs (id),
      batch TEXT NOT NULL,
      before_seq INTEGER NOT NULL,
      last_seq INTEGER NOT NULL,
      PRIMARY KEY (run, batch)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE signals (
      run INTEGER NOT NULL REFERENCES runs (id),
      id INTEGER NOT NULL,
      name TEXT NOT NULL,
      payload TEXT NOT NULL,
      dedupe_key TEXT NOT NULL,
      at INTEGER NOT NULL,
      consumed_by TEXT,
      PRIMARY KEY (run, id),
      UNIQUE (run, dedupe_key)
    ) STRICT;

    CREATE TABLE artifacts (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      run TEXT NOT NULL,
      hash TEXT NOT NULL,
      name TEXT NOT NULL,
      media_type TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      UNIQUE (run, hash, name)
    ) STRICT;

    CREATE TABLE baselines (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
}
