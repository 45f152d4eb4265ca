import type { BucketCount, BucketKey, LedgerRepair } from '@autopack/contracts'
import { count, createMemoryState, isOpen, type MemoryState } from './memory-state.ts'

const NOTHING: BucketCount = { posted: 0, held: 0 }

export function rebuild(state: MemoryState): LedgerRepair {
  const folded = fold(state)
  const keys = [...new Set([...state.buckets.keys(), ...folded.keys()])].sort()
  const differences = keys
    .map((bucket) => ({ bucket, counted: state.buckets.get(bucket) ?? NOTHING, folded: folded.get(bucket) ?? NOTHING }))
    .filter(({ counted, folded }) => counted.posted !== folded.posted || counted.held !== folded.held)
  for (const { bucket, folded } of differences) state.buckets.set(bucket, folded)
  return { differences }
}

function fold({ operations, adjusted, carried }: MemoryState): ReadonlyMap<BucketKey, BucketCount> {
  const folded = createMemoryState()
  for (const [bucket, amount] of [...adjusted, ...carried]) count(folded, bucket, amount, 0)
  for (const operation of operations.values()) {
    for (const [bucket, amount] of operation.charged) count(folded, bucket, amount, 0)
    if (isOpen(operation)) for (const [bucket, amount] of operation.holds) count(folded, bucket, 0, amount)
  }
  return folded.buckets
}
