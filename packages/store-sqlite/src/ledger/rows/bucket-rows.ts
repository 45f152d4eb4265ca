import type { BucketCount, BucketKey } from '@autopack/contracts'
import { integerOf } from '../../database/column.ts'
import type { Database } from '../../database/database.ts'

/** The counters. Members run inside the caller's transaction. */
export interface BucketRows {
  find(bucket: BucketKey): BucketCount | null
  /** The sum over a window. */
  sum(window: readonly BucketKey[]): BucketCount
  add(bucket: BucketKey, posted: number, held: number): void
}

export function createBucketRows(database: Database): BucketRows {
  const select = database.prepare('SELECT posted, held FROM buckets WHERE bucket = ?')
  select.setReturnArrays(true)
  const upsert = database.prepare('INSERT INTO buckets VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET posted = posted + excluded.posted, held = held + excluded.held')
  const find = (bucket: BucketKey): BucketCount | null => {
    const row = select.get(bucket)
    return row === undefined ? null : { posted: integerOf(row, '0'), held: integerOf(row, '1') }
  }
  return {
    find,
    sum(window) {
      let posted = 0
      let held = 0
      for (const bucket of new Set(window)) {
        const count = find(bucket)
        posted += count?.posted ?? 0
        held += count?.held ?? 0
      }
      return { posted, held }
    },
    add: (bucket, posted, held) => void upsert.run(bucket, posted, held),
  }
}
