import type { Ledger, OperationState } from '@autopack/contracts'
import { wholeTime } from './check.ts'
import { isOpen, operationOf, type MemoryOperation, type MemoryState } from './memory-state.ts'
import { end } from './settle.ts'

/** What becomes of an operation that is not settled. */
export function createLife(state: MemoryState): Pick<Ledger, 'markSent' | 'void' | 'sweep'> {
  return {
    async markSent(name) {
      const operation = operationOf(state, name)
      if (operation.state !== 'held') return { kind: 'taken', state: operation.state }
      operation.state = 'sent'
      return { kind: 'sent' }
    },
    async void(name) {
      const operation = operationOf(state, name)
      return operation.state === 'held' ? giveUp(state, operation) : operation.state
    },
    async sweep(now) {
      const time = wholeTime(now)
      const expired = [...state.operations.values()].filter((operation) => isOpen(operation) && operation.expiresAt <= time)
      for (const operation of expired) giveUp(state, operation)
      const named = (wanted: OperationState): string[] => expired.filter((operation) => operation.state === wanted).map(({ operation }) => operation)
      return { voided: named('voided'), presumed: named('presumed') }
    },
  }
}

function giveUp(state: MemoryState, operation: MemoryOperation): OperationState {
  const next = operation.state === 'held' ? 'voided' : 'presumed'
  end(state, operation, next === 'voided' ? new Map() : operation.holds)
  operation.state = next
  return next
}
