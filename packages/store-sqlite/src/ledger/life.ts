import type { Ledger, OperationState } from '@autopack/contracts'
import type { Database } from '../database/database.ts'
import { wholeTime } from './check.ts'
import { endHolds } from './end-holds.ts'
import type { LedgerRows } from './rows/ledger-rows.ts'
import type { OperationRow } from './rows/operation-rows.ts'

/** What becomes of an operation that is not settled. */
export function createLife({ database, rows }: { readonly database: Database; readonly rows: LedgerRows }): Pick<Ledger, 'markSent' | 'void' | 'sweep'> {
  const end = (row: OperationRow): OperationState => {
    const state = row.state === 'held' ? 'voided' : 'presumed'
    const holds = rows.postings.holdsOf(row.id)
    endHolds(rows, row, holds, state === 'voided' ? [] : holds.filter(({ amount }) => amount !== 0))
    rows.operations.setState(row.id, state)
    return state
  }
  return {
    markSent: (operation) =>
      database.write(() => {
        const row = rows.operations.get(operation)
        if (row.state !== 'held') return { kind: 'taken', state: row.state }
        rows.operations.setState(row.id, 'sent')
        return { kind: 'sent' }
      }),
    void: (operation) =>
      database.write(() => {
        const row = rows.operations.get(operation)
        return row.state === 'held' ? end(row) : row.state
      }),
    sweep: (now) =>
      database.write(() => {
        const ended = rows.operations.expired(wholeTime(now)).map((row) => ({ operation: row.operation, state: end(row) }))
        const named = (wanted: OperationState): string[] => ended.filter(({ state }) => state === wanted).map(({ operation }) => operation)
        return { voided: named('voided'), presumed: named('presumed') }
      }),
  }
}
