import type { Clock, Ledger, OperationRecord } from '@autopack/contracts'
import { wholeTime } from './check.ts'
import type { MemoryOperation, MemoryState } from './memory-state.ts'

/** What can be read of the past. */
export function createReports(state: MemoryState, clock: Clock): Pick<Ledger, 'record' | 'decisions' | 'operations'> {
  return {
    async record({ operation, run, phase, decision }) {
      state.decisions.push({ operation, run, phase, at: wholeTime(clock.now()), decision: asJson(decision) })
    },
    decisions: async (query) =>
      state.decisions
        .filter(({ operation, run, phase }) => is(query.operation, operation) && is(query.run, run) && is(query.phase, phase))
        .map((recorded) => ({ ...recorded, decision: asJson(recorded.decision) })),
    operations: async ({ run, phase, operation, from = 0, to = Number.POSITIVE_INFINITY }) =>
      [...state.operations.values()]
        .filter((known) => is(run, known.facts.run) && is(phase, known.facts.phase) && is(operation, known.operation) && known.reservedAt >= from && known.reservedAt < to)
        .map(recordOf),
  }
}

function is(wanted: string | undefined, value: string | null): boolean {
  return wanted === undefined || wanted === value
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null))
}

function recordOf({ operation, state, reservedAt, expiresAt, facts, settled, holds, charged }: MemoryOperation): OperationRecord {
  return { operation, state, reservedAt, expiresAt, facts, settled, holds: postings(holds), charged: postings(charged).filter(({ amount }) => amount !== 0) }
}

function postings(amounts: ReadonlyMap<string, number>): { bucket: string; amount: number }[] {
  return [...amounts].map(([bucket, amount]) => ({ bucket, amount }))
}
