import type { Clock, Ledger, RecordedDecision } from '@autopack/contracts'
import { integerOf, optionalText, textOf, type Row } from '../database/column.ts'
import type { Database } from '../database/database.ts'
import { wholeTime } from './check.ts'
import { conditions } from './rows/conditions.ts'

export function createDecisions({ database, clock }: { readonly database: Database; readonly clock: Clock }): Pick<Ledger, 'record' | 'decisions'> {
  const insert = database.prepare('INSERT INTO decisions (operation, run, phase, at, decision) VALUES (?, ?, ?, ?, ?)')
  return {
    async record({ operation, run, phase, decision }) {
      const text = JSON.stringify(decision ?? null)
      await database.write(() => insert.run(operation, run, phase, wholeTime(clock.now()), text))
    },
    decisions({ run, phase, operation }) {
      const { sql, values } = conditions({ 'operation =': operation, 'run =': run, 'phase =': phase })
      return database.read(() => database.prepare(`SELECT * FROM decisions ${sql} ORDER BY id`).all(...values).map(recorded))
    },
  }
}

function recorded(row: Row): RecordedDecision {
  return { operation: textOf(row, 'operation'), run: optionalText(row, 'run'), phase: optionalText(row, 'phase'), at: integerOf(row, 'at'), decision: JSON.parse(textOf(row, 'decision')) }
}
