import type { Ledger } from '@autopack/contracts'
import type { Database } from '../database/database.ts'
import type { Breakers } from './breakers.ts'
import type { Cooldowns } from './cooldowns.ts'
import type { LedgerRows } from './rows/ledger-rows.ts'

export interface SnapshotOptions {
  readonly database: Database
  readonly rows: LedgerRows
  readonly cooldowns: Cooldowns
  readonly breakers: Breakers
}

export function createSnapshot({ database, rows, cooldowns, breakers }: SnapshotOptions): Ledger['snapshot'] {
  return (buckets, keys) =>
    database.view(() => ({
      buckets: found(buckets, rows.buckets.find),
      anchors: found(keys, rows.anchors.find),
      observations: found(keys, rows.observations.find),
      cooldowns: found(keys, cooldowns.find),
      breakers: found(keys, breakers.find),
    }))
}

function found<T>(keys: readonly string[], find: (key: string) => T | null): Record<string, T> {
  const entries: [string, T][] = []
  for (const key of keys) {
    const value = find(key)
    if (value !== null) entries.push([key, value])
  }
  return Object.fromEntries(entries)
}
