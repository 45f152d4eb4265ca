import type { Database } from '../../database/database.ts'
import { createAnchorRows, type AnchorRows } from './anchor-rows.ts'
import { createBreakerRows, type BreakerRows } from './breaker-rows.ts'
import { createBucketRows, type BucketRows } from './bucket-rows.ts'
import { createCooldownRows, type CooldownRows } from './cooldown-rows.ts'
import { createObservationRows, type ObservationRows } from './observation-rows.ts'
import { createOperationRows, type OperationRows } from './operation-rows.ts'
import { createPostingRows, type PostingRows } from './posting-rows.ts'
import { createResponseRows, type ResponseRows } from './response-rows.ts'

/** What the members of the ledger share. */
export interface LedgerRows {
  readonly buckets: BucketRows
  readonly operations: OperationRows
  readonly postings: PostingRows
  readonly anchors: AnchorRows
  readonly observations: ObservationRows
  readonly responses: ResponseRows
  readonly cooldowns: CooldownRows
  readonly breakers: BreakerRows
}

export function createLedgerRows(database: Database): LedgerRows {
  return {
    buckets: createBucketRows(database),
    operations: createOperationRows(database),
    postings: createPostingRows(database),
    anchors: createAnchorRows(database),
    observations: createObservationRows(database),
    responses: createResponseRows(database),
    cooldowns: createCooldownRows(database),
    breakers: createBreakerRows(database),
  }
}
