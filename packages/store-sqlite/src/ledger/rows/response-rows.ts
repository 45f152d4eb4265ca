import { textOf } from '../../database/column.ts'
import type { Database } from '../../database/database.ts'

/** Which operation was charged for which answer, by what tells answers apart. Members run inside the caller's transaction. */
export interface ResponseRows {
  /** The operation's name. */
  chargedTo(answer: string): string | null
  /** Does nothing where it is there. */
  claim(answer: string, operation: number): void
}

export function createResponseRows(database: Database): ResponseRows {
  const select = database.prepare('SELECT operations.operation FROM responses JOIN operations ON operations.id = responses.operation WHERE responses.response_id = ?')
  const insert = database.prepare('INSERT INTO responses VALUES (?, ?) ON CONFLICT DO NOTHING')
  return {
    chargedTo(answer) {
      const row = select.get(answer)
      return row === undefined ? null : textOf(row, 'operation')
    },
    claim: (answer, operation) => void insert.run(answer, operation),
  }
}
