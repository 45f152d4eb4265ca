import { answerOf, type BucketKey, type Posting, type SettleResult, type Settlement } from '@autopack/contracts'
import { checkPostings } from './check.ts'
import { misuse } from './errors.ts'
import { count, isOpen, operationOf, type MemoryOperation, type MemoryState } from './memory-state.ts'

export function settle(state: MemoryState, name: string, settlement: Settlement): SettleResult {
  checkPostings(settlement.postings, 'unsigned')
  const operation = operationOf(state, name)
  const foreign = settlement.postings.find(({ bucket }) => !operation.holds.has(bucket))
  if (foreign !== undefined) throw misuse(`Operation ${name} holds nothing in bucket ${foreign.bucket}.`, { operation: name, bucket: foreign.bucket })
  if (operation.settled?.final === true) return { kind: 'already-settled' }
  const responseId = settlement.responseId ?? operation.settled?.responseId ?? null
  const named = { ...settlement, responseId }
  const other = state.answers.get(answerOf(named) ?? '') ?? name
  if (other !== name) {
    const { perSend = [] } = settlement
    conclude(state, operation, { ...named, final: true }, amountsOf(settlement.postings.filter(({ bucket }) => perSend.includes(bucket))))
    return { kind: 'charged-elsewhere', operation: other }
  }
  const asked = amountsOf(settlement.postings)
  const raising = !settlement.final && operation.settled !== null
  const charge = raising ? raised(operation, asked) : asked
  if (raising && changes(operation, charge).length === 0) return { kind: 'already-settled' }
  return { kind: 'settled', posted: conclude(state, operation, named, charge) }
}

/** Ends the holds and makes `charge` what the operation is charged in all; returns what that changed. */
export function end(state: MemoryState, operation: MemoryOperation, charge: ReadonlyMap<BucketKey, number>): readonly Posting[] {
  const posted = changes(operation, charge)
  if (isOpen(operation)) for (const [bucket, amount] of operation.holds) count(state, bucket, 0, -amount)
  for (const { bucket, amount } of posted) count(state, bucket, amount, 0)
  operation.charged = charge
  return posted
}

function conclude(state: MemoryState, operation: MemoryOperation, settlement: Settlement, charge: ReadonlyMap<BucketKey, number>): readonly Posting[] {
  const { final, responseId, facts } = settlement
  const posted = end(state, operation, charge)
  operation.state = 'settled'
  operation.settled = { ...facts, final, responseId }
  const answer = answerOf(settlement)
  if (answer !== null && !state.answers.has(answer)) state.answers.set(answer, operation.operation)
  return posted
}

function amountsOf(postings: readonly Posting[]): Map<BucketKey, number> {
  return new Map(postings.map(({ bucket, amount }) => [bucket, amount]))
}

function changes({ holds, charged }: MemoryOperation, charge: ReadonlyMap<BucketKey, number>): Posting[] {
  return [...holds.keys()].map((bucket) => ({ bucket, amount: (charge.get(bucket) ?? 0) - (charged.get(bucket) ?? 0) })).filter(({ amount }) => amount !== 0)
}

function raised({ holds, charged }: MemoryOperation, asked: ReadonlyMap<BucketKey, number>): Map<BucketKey, number> {
  return new Map([...holds.keys()].map((bucket) => [bucket, Math.max(charged.get(bucket) ?? 0, asked.get(bucket) ?? 0)]))
}
