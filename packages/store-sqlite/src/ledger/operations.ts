import type { CallFacts, Ledger, OperationRecord, SettleFacts } from '@autopack/contracts'
import { integerOf, optionalText, textOf, type Row } from '../database/column.ts'
import type { Database } from '../database/database.ts'
import type { LedgerRows } from './rows/ledger-rows.ts'
import { stateOf } from './rows/state-of.ts'

export function createOperations({ database, rows }: { readonly database: Database; readonly rows: LedgerRows }): Ledger['operations'] {
  const select = database.prepare(
    `SELECT * FROM operations WHERE (:run IS NULL OR run = :run) AND (:phase IS NULL OR phase = :phase) AND (:operation IS NULL OR operation = :operation)
     AND reserved_at >= :from AND reserved_at < :to ORDER BY id`,
  )
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
  return ({ run = null, phase = null, operation = null, from = 0, to = Number.MAX_SAFE_INTEGER }) =>
    database.view(() => select.all({ run, phase, operation, from: Math.ceil(from), to: Math.ceil(to) }).map(recorded))
}

function settledOf(row: Row): OperationRecord['settled'] {
  const text = optionalText(row, 'settled')
  return text === null ? null : { ...(JSON.parse(text) as SettleFacts), final: integerOf(row, 'final') === 1, responseId: optionalText(row, 'response_id') }
}
