import type { Clock, Ledger } from '@autopack/contracts'
import type { Database } from '../database/database.ts'
import { checkPostings, wholeTime } from './check.ts'
import { misuse } from './errors.ts'
import type { LedgerRows } from './rows/ledger-rows.ts'

export function createAdjust({ database, rows, clock }: { readonly database: Database; readonly rows: LedgerRows; readonly clock: Clock }): Ledger['adjust'] {
  const insert = database.prepare('INSERT INTO adjustments VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
  return async ({ id, postings, note }) => {
    checkPostings(postings, 'signed')
    await database.write(() => {
      if (Number(insert.run(id, note, wholeTime(clock.now())).changes) === 0) return
      for (const posting of postings) {
        const adjusted = rows.postings.adjusted(posting.bucket)
        if (adjusted + posting.amount < 0) throw misuse(`Only ${adjusted} of bucket ${posting.bucket} came from adjustments, ${-posting.amount} cannot be taken back.`, { ...posting, adjusted })
        rows.postings.post(null, posting)
        rows.buckets.add(posting.bucket, posting.amount, 0)
      }
    })
  }
}
