import type { BucketKey, Posting } from '@autopack/contracts'
import { integerOf, textOf, type Row } from '../../database/column.ts'
import type { Database } from '../../database/database.ts'

/** Holds and postings, both append-only. `operation` is its row; null is an adjustment. Members run inside the caller's transaction. */
export interface PostingRows {
  hold(operation: number, { bucket, amount }: Posting): void
  holdsOf(operation: number): readonly Posting[]
  post(operation: number | null, { bucket, amount }: Posting): void
  /** Zeros left out. */
  chargedTo(operation: number): readonly Posting[]
  adjusted(bucket: BucketKey): number
}

export function createPostingRows(database: Database): PostingRows {
  const insertHold = database.prepare('INSERT INTO holds VALUES (?, ?, ?)')
  const selectHolds = database.prepare('SELECT bucket, amount FROM holds WHERE operation = ?')
  const insert = database.prepare('INSERT INTO postings (operation, bucket, amount) VALUES (?, ?, ?)')
  const selectCharged = database.prepare('SELECT bucket, SUM(amount) FROM postings WHERE operation = ? GROUP BY bucket HAVING SUM(amount) <> 0')
  const selectAdjusted = database.prepare('SELECT COALESCE(SUM(amount), 0) AS amount FROM postings WHERE operation IS NULL AND bucket = ?')
  for (const statement of [selectHolds, selectCharged]) statement.setReturnArrays(true)
  return {
    hold: (operation, { bucket, amount }) => void insertHold.run(operation, bucket, amount),
    holdsOf: (operation) => selectHolds.all(operation).map(posting),
    post: (operation, { bucket, amount }) => void insert.run(operation, bucket, amount),
    chargedTo: (operation) => selectCharged.all(operation).map(posting),
    adjusted: (bucket) => integerOf(selectAdjusted.get(bucket) ?? {}, 'amount'),
  }
}

function posting(row: Row): Posting {
  return { bucket: textOf(row, '0'), amount: integerOf(row, '1') }
}
