import { answerOf, type Ledger, type Posting, type SettleResult, type Settlement } from '@autopack/contracts'
import type { Database } from '../database/database.ts'
import { checkPostings } from './check.ts'
import { endHolds } from './end-holds.ts'
import { misuse } from './errors.ts'
import type { LedgerRows } from './rows/ledger-rows.ts'
import type { OperationRow } from './rows/operation-rows.ts'

export function createSettle({ database, rows }: { readonly database: Database; readonly rows: LedgerRows }): Ledger['settle'] {
  return async (operation, settlement) => {
    checkPostings(settlement.postings, 'unsigned')
    return database.write(() => settle(rows, rows.operations.get(operation), settlement))
  }
}

function settle(rows: LedgerRows, row: OperationRow, settlement: Settlement): SettleResult {
  const holds = rows.postings.holdsOf(row.id)
  checkBelongs(row, holds, settlement.postings)
  if (row.final === true) return { kind: 'already-settled' }
  const named = { ...settlement, responseId: settlement.responseId ?? row.responseId }
  const other = chargedElsewhere(rows, row, named)
  if (other !== null) {
    const { perSend = [] } = settlement
    charge(rows, row, holds, { ...named, postings: settlement.postings.filter(({ bucket }) => perSend.includes(bucket)), final: true })
    return { kind: 'charged-elsewhere', operation: other }
  }
  const raising = !settlement.final && row.final === false
  const postings = raising ? raised(rows.postings.chargedTo(row.id), settlement.postings) : settlement.postings
  const posted = charge(rows, row, holds, { ...named, postings }, raising)
  return raising && posted.length === 0 ? { kind: 'already-settled' } : { kind: 'settled', posted }
}

/** Writes the differences to what was charged before, and returns them. A raise that adds nothing leaves no trace. */
function charge(rows: LedgerRows, row: OperationRow, holds: readonly Posting[], settlement: Settlement, raising = false): readonly Posting[] {
  const { postings, final, responseId, facts } = settlement
  const before = row.state === 'held' || row.state === 'sent' ? [] : rows.postings.chargedTo(row.id)
  const posted = holds.map(({ bucket }) => ({ bucket, amount: amountIn(postings, bucket) - amountIn(before, bucket) })).filter(({ amount }) => amount !== 0)
  if (raising && posted.length === 0) return posted
  endHolds(rows, row, holds, posted)
  rows.operations.settle(row.id, { final, responseId, facts })
  const answer = answerOf(settlement)
  if (answer !== null) rows.responses.claim(answer, row.id)
  return posted
}

function chargedElsewhere({ responses }: LedgerRows, { operation }: OperationRow, settlement: Settlement): string | null {
  const answer = answerOf(settlement)
  const charged = answer === null ? null : responses.chargedTo(answer)
  return charged === operation ? null : charged
}

function raised(before: readonly Posting[], postings: readonly Posting[]): Posting[] {
  const buckets = new Set([...before, ...postings].map(({ bucket }) => bucket))
  return [...buckets].map((bucket) => ({ bucket, amount: Math.max(amountIn(before, bucket), amountIn(postings, bucket)) }))
}

function amountIn(postings: readonly Posting[], bucket: string): number {
  return postings.find((posting) => posting.bucket === bucket)?.amount ?? 0
}

function checkBelongs({ operation }: OperationRow, holds: readonly Posting[], postings: readonly Posting[]): void {
  const foreign = postings.find(({ bucket }) => !holds.some((hold) => hold.bucket === bucket))
  if (foreign !== undefined) throw misuse(`Operation ${operation} holds nothing in bucket ${foreign.bucket}.`, { operation, bucket: foreign.bucket })
}
