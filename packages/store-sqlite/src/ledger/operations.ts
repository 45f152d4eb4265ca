import type { CallFacts, Ledger, OperationRecord, SettleFacts } from '@autopack/contracts'
import { integerOf, optionalText, textOf, type Row } from '../database/column.ts'
import type { Database } from '../database/database.ts'
import { conditions } from './rows/conditions.ts'
import type { LedgerRows } from './rows/ledger-rows.ts'
import { stateOf } from './rows/state-of.ts'

export function createOperations({ database, rows }: { readonly database: Database; readonly rows: LedgerRows }): Ledger['operations'] {
  const recorded = (row: Row): OperationRecord => {
    const id = integerOf(row, 'id')
    return {
      operation: textOf(row, 'operation'),
      state: stateOf(textOf(row, 'state')),
      reservedAt: integerOf(row, 'reserved_at'),
      expiresAt: integerOf(row, 'expires_at'),
      facts: JSON.parse(textOf(row, 'facts')) as CallFacts,
      settled: settledOf(row),
      holds: rows.postings.holdsOf(id),
      charged: rows.postings.chargedTo(id),
    }
  }
  return async ({ run, phase, operation, from, to }) => {
    const { sql, values } = conditions({ 'operation =': operation, 'run =': run, 'phase =': phase, 'reserved_at >=': from, 'reserved_at <': to })
    return database.view(() => database.prepare(`SELECT * FROM operations ${sql} ORDER BY id`).all(...values).map(recorded))
  }
}

function settledOf(row: Row): OperationRecord['settled'] {
  const text = optionalText(row, 'settled')
  return text === null ? null : { ...(JSON.parse(text) as SettleFacts), final: integerOf(row, 'final') === 1, responseId: optionalText(row, 'response_id') }
}
