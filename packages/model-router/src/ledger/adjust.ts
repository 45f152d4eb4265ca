import type { Ledger } from '@autopack/contracts'
import { checkPostings } from './check.ts'
import { misuse } from './errors.ts'
import { count, type MemoryState } from './memory-state.ts'

export function createAdjust(state: MemoryState): Ledger['adjust'] {
  return async ({ id, postings }) => {
    checkPostings(postings, 'signed')
    if (state.adjustments.has(id)) return
    for (const { bucket, amount } of postings) {
      const adjusted = state.adjusted.get(bucket) ?? 0
      if (adjusted + amount < 0) throw misuse(`Only ${adjusted} of bucket ${bucket} came from adjustments, ${-amount} cannot be taken back.`, { bucket, amount, adjusted })
    }
    state.adjustments.add(id)
    for (const { bucket, amount } of postings) {
      state.adjusted.set(bucket, (state.adjusted.get(bucket) ?? 0) + amount)
      count(state, bucket, amount, 0)
    }
  }
}
