import type { Posting } from '@autopack/contracts'
import type { LedgerRows } from './rows/ledger-rows.ts'
import type { OperationRow } from './rows/operation-rows.ts'

/** Gives back what an operation still holds and posts `posted`. The caller sets the state, so that each hold ends once. */
export function endHolds({ buckets, postings }: LedgerRows, { id, state }: OperationRow, holds: readonly Posting[], posted: readonly Posting[]): void {
  const open = state === 'held' || state === 'sent'
  for (const { bucket, amount } of holds) {
    const difference = posted.find((posting) => posting.bucket === bucket)?.amount ?? 0
    if (open || difference !== 0) buckets.add(bucket, difference, open ? -amount : 0)
  }
  for (const posting of posted) postings.post(id, posting)
}
