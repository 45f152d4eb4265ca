import type { OperationState, Reservation, SettleFacts } from '@autopack/contracts'
import { integerOf, optionalInteger, optionalText, textOf, type Row } from '../../database/column.ts'
import type { Database } from '../../database/database.ts'
import { operationUnknown } from '../errors.ts'
import { stateOf } from './state-of.ts'

export interface OperationRow {
  readonly id: number
  readonly operation: string
  readonly state: OperationState
  /** Null until it is settled. */
  readonly final: boolean | null
  readonly responseId: string | null
}

export interface SettledColumns {
  readonly final: boolean
  readonly responseId: string | null
  readonly facts: SettleFacts
}

/** The table of operations. Members run inside the caller's transaction. */
export interface OperationRows {
  find(operation: string): OperationRow | null
  /** Throws `AUTOPACK_LEDGER_OPERATION_UNKNOWN`. */
  get(operation: string): OperationRow
  /** Returns its row's id. */
  insert(reservation: Reservation, reservedAt: number, expiresAt: number): number
  setState(id: number, state: OperationState): void
  settle(id: number, settled: SettledColumns): void
  /** Held or sent, and expired at `now`. */
  expired(now: number): readonly OperationRow[]
}

const COLUMNS = 'id, operation, state, final, response_id'

export function createOperationRows(database: Database): OperationRows {
  const one = database.prepare(`SELECT ${COLUMNS} FROM operations WHERE operation = ?`)
  const open = database.prepare(`SELECT ${COLUMNS} FROM operations INDEXED BY operations_open WHERE state IN ('held', 'sent') AND expires_at <= ? ORDER BY id`)
  for (const statement of [one, open]) statement.setReturnArrays(true)
  const insert = database.prepare(`INSERT INTO operations (operation, state, run, phase, reserved_at, expires_at, facts) VALUES (?, 'held', ?, ?, ?, ?, ?)`)
  const update = database.prepare('UPDATE operations SET state = ? WHERE id = ?')
  const settle = database.prepare(`UPDATE operations SET state = 'settled', final = ?, response_id = ?, settled = ? WHERE id = ?`)
  const find = (operation: string): OperationRow | null => {
    const row = one.get(operation)
    return row === undefined ? null : operationRow(row)
  }
  return {
    find,
    get(operation) {
      const row = find(operation)
      if (row === null) throw operationUnknown(operation)
      return row
    },
    insert({ operation, facts }, reservedAt, expiresAt) {
      return Number(insert.run(operation, facts.run, facts.phase, reservedAt, expiresAt, JSON.stringify(facts)).lastInsertRowid)
    },
    setState: (id, state) => void update.run(state, id),
    settle: (id, { final, responseId, facts }) => void settle.run(final ? 1 : 0, responseId, JSON.stringify(facts), id),
    expired: (now) => open.all(now).map(operationRow),
  }
}

function operationRow(row: Row): OperationRow {
  const final = optionalInteger(row, '3')
  return { id: integerOf(row, '0'), operation: textOf(row, '1'), state: stateOf(textOf(row, '2')), final: final === null ? null : final === 1, responseId: optionalText(row, '4') }
}
