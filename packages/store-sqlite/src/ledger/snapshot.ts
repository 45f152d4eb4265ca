import type { Ledger } from '@autopack/contracts'
import type { Database } from '../database/database.ts'
import type { LedgerRows } from './rows/ledger-rows.ts'

export function createSnapshot({ database, rows }: { readonly database: Database; readonly rows: LedgerRows }): Ledger['snapshot'] {
  return (buckets, keys) =>
    database.view(() => ({
      buckets: found(rows.buckets, buckets),
      anchors: found(rows.anchors, keys),
      observations: found(rows.observations, keys),
      cooldowns: found(rows.cooldowns, keys),
      breakers: found(rows.breakers, keys),
    }))
}

function found<T>(rows: { find(key: string): T | null }, keys: readonly string[]): Record<string, T> {
  const entries: [string, T][] = []
  for (const key of keys) {
    const value = rows.find(key)
    if (value !== null) entries.push([key, value])
  }
  return Object.fromEntries(entries)
}
