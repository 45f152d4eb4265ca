import type { BucketCount, BucketKey, CallFacts, Cooldown, ObservedUse, OperationState, RecordedDecision, SettleFacts, VersionedBreaker } from '@autopack/contracts'
import { operationUnknown } from './errors.ts'

export interface MemoryOperation {
  readonly operation: string
  state: OperationState
  readonly reservedAt: number
  readonly expiresAt: number
  readonly facts: CallFacts
  readonly holds: ReadonlyMap<BucketKey, number>
  /** What it was charged so far. */
  charged: ReadonlyMap<BucketKey, number>
  settled: (SettleFacts & { readonly final: boolean; readonly responseId: string | null }) | null
}

export interface MemoryState {
  readonly buckets: Map<BucketKey, BucketCount>
  /** In the order they were reserved. */
  readonly operations: Map<string, MemoryOperation>
  /** Answer → the operation that was charged for it. */
  readonly answers: Map<string, string>
  readonly adjustments: Set<string>
  readonly adjusted: Map<BucketKey, number>
  /** What operations were charged that are forgotten now. */
  readonly carried: Map<BucketKey, number>
  readonly anchors: Map<string, number>
  readonly observations: Map<string, ObservedUse>
  readonly cooldowns: Map<string, Cooldown>
  readonly breakers: Map<string, VersionedBreaker>
  /** Key → owner → when it lapses. */
  readonly permits: Map<string, Map<string, number>>
  decisions: RecordedDecision[]
}

export function createMemoryState(): MemoryState {
  return {
    buckets: new Map(),
    operations: new Map(),
    answers: new Map(),
    adjustments: new Set(),
    adjusted: new Map(),
    carried: new Map(),
    anchors: new Map(),
    observations: new Map(),
    cooldowns: new Map(),
    breakers: new Map(),
    permits: new Map(),
    decisions: [],
  }
}

/** Throws `AUTOPACK_LEDGER_OPERATION_UNKNOWN`. */
export function operationOf({ operations }: MemoryState, name: string): MemoryOperation {
  const operation = operations.get(name)
  if (operation === undefined) throw operationUnknown(name)
  return operation
}

export function isOpen({ state }: MemoryOperation): boolean {
  return state === 'held' || state === 'sent'
}

export function count({ buckets }: MemoryState, bucket: BucketKey, posted: number, held: number): void {
  const before = buckets.get(bucket) ?? { posted: 0, held: 0 }
  buckets.set(bucket, { posted: before.posted + posted, held: before.held + held })
}

export function sumOf({ buckets }: MemoryState, window: readonly BucketKey[]): BucketCount {
  let posted = 0
  let held = 0
  for (const bucket of new Set(window)) {
    posted += buckets.get(bucket)?.posted ?? 0
    held += buckets.get(bucket)?.held ?? 0
  }
  return { posted, held }
}
