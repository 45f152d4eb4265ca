import type { Ledger } from '@autopack/contracts'
import { wholeTime } from './check.ts'
import { isOpen, type MemoryState } from './memory-state.ts'

export function createPrune(state: MemoryState): Ledger['prune'] {
  return async (before, { dryRun = false } = {}) => {
    const time = wholeTime(before)
    const ended = [...state.operations.values()].filter((operation) => !isOpen(operation) && operation.reservedAt < time)
    if (dryRun) return ended.length
    for (const { operation, charged } of ended) {
      for (const [bucket, amount] of charged) state.carried.set(bucket, (state.carried.get(bucket) ?? 0) + amount)
      state.operations.delete(operation)
    }
    for (const [answer, operation] of state.answers) if (!state.operations.has(operation)) state.answers.delete(answer)
    state.decisions = state.decisions.filter(({ at }) => at >= time)
    return ended.length
  }
}
