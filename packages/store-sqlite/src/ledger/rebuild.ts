import type { Ledger, LedgerRepair } from '@autopack/contracts'
import { integerOf, textOf, type Row } from '../database/column.ts'
import type { Database } from '../database/database.ts'

const FOLD = `
  SELECT bucket, SUM(posted) AS posted, SUM(held) AS held FROM (
    SELECT bucket, amount AS posted, 0 AS held FROM postings
    UNION ALL
    SELECT bucket, amount, 0 FROM carried
    UNION ALL
    SELECT bucket, 0, amount FROM holds JOIN operations ON operations.id = holds.operation WHERE state IN ('held', 'sent')
  ) GROUP BY bucket`

const DIFFERENCES = `
  SELECT COALESCE(buckets.bucket, folded.bucket) AS bucket, COALESCE(buckets.posted, 0) AS counted_posted, COALESCE(buckets.held, 0) AS counted_held,
    COALESCE(folded.posted, 0) AS folded_posted, COALESCE(folded.held, 0) AS folded_held
  FROM buckets FULL JOIN (${FOLD}) AS folded ON folded.bucket = buckets.bucket
  WHERE counted_posted <> folded_posted OR counted_held <> folded_held ORDER BY 1`

export function createRebuild(database: Database): Ledger['rebuild'] {
  const select = database.prepare(DIFFERENCES)
  const replace = database.prepare('INSERT OR REPLACE INTO buckets VALUES (?, ?, ?)')
  return () =>
    database.write(() => {
      const differences = select.all().map(difference)
      for (const { bucket, folded } of differences) replace.run(bucket, folded.posted, folded.held)
      return { differences }
    })
}

function difference(row: Row): LedgerRepair['differences'][number] {
  return {
    bucket: textOf(row, 'bucket'),
    counted: { posted: integerOf(row, 'counted_posted'), held: integerOf(row, 'counted_held') },
    folded: { posted: integerOf(row, 'folded_posted'), held: integerOf(row, 'folded_held') },
  }
}
