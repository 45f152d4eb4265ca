import type { BucketCount, BucketKey, MarkResult, OperationState, Posting, Reservation, ReserveResult, Settlement, SettleResult } from '@autopack/contracts'

interface Known {
  readonly reservation: Reservation
  state: OperationState
  final: boolean | null
  responseId: string | null
  charged: Map<BucketKey, number>
}

/** What a ledger must answer, in the fewest words: no counters, every sum is made anew from the beginning. */
export interface LedgerModel {
  reserve(reservation: Reservation): ReserveResult
  markSent(operation: string): MarkResult
  settle(operation: string, settlement: Settlement): SettleResult
  void(operation: string): OperationState
  sweep(now: number): { readonly voided: readonly string[]; readonly presumed: readonly string[] }
  /** False: it takes back more than was adjusted. */
  adjust(id: string, { bucket, amount }: Posting): boolean
  observe(key: string, used: number, at: number, window: readonly BucketKey[]): void
  /** All that have ended. */
  prune(): number
  countOf(bucket: BucketKey): BucketCount
  readonly operations: ReadonlyMap<string, Pick<Known, 'state' | 'charged' | 'reservation'>>
}

export function createLedgerModel(): LedgerModel {
  const operations = new Map<string, Known>()
  const adjustments = new Map<string, Posting>()
  const anchors = new Map<string, number>()
  const observations = new Map<string, { at: number; elsewhere: number }>()
  const answers = new Map<string, string>()
  const carried: Posting[] = []
  const known = (name: string): Known => operations.get(name) ?? fail(name)
  const adjusted = (bucket: BucketKey): number => sum([...adjustments.values()].filter((posting) => posting.bucket === bucket).map(({ amount }) => amount))
  const holdIn = ({ state, reservation }: Known, bucket: BucketKey): number => (isOpen(state) ? amountIn(reservation.entries, bucket) : 0)
  const countOf = (bucket: BucketKey): BucketCount => ({
    posted: adjusted(bucket) + sum(carried.filter((posting) => posting.bucket === bucket).map(({ amount }) => amount)) + sum([...operations.values()].map(({ charged }) => charged.get(bucket) ?? 0)),
    held: sum([...operations.values()].map((operation) => holdIn(operation, bucket))),
  })
  const windowOf = (window: readonly BucketKey[]): BucketCount => {
    const counts = [...new Set(window)].map(countOf)
    return { posted: sum(counts.map(({ posted }) => posted)), held: sum(counts.map(({ held }) => held)) }
  }
  return {
    operations,
    countOf,
    reserve(reservation) {
      const before = operations.get(reservation.operation)
      if (before !== undefined) return before.state === 'held' ? { kind: 'held' } : { kind: 'taken', state: before.state }
      if (reservation.anchors.some(({ key, seen }) => (anchors.get(key) ?? null) !== seen)) return { kind: 'stale' }
      const limits = reservation.entries.flatMap(({ limit, window, observation, floor, amount, hard }) => {
        const { posted, held } = windowOf(window)
        const used = Math.max(posted + (observations.get(observation ?? '')?.elsewhere ?? 0), floor) + held
        return hard !== null && used + amount > hard ? [{ limit, used, hard }] : []
      })
      if (limits.length > 0) return { kind: 'refused', limits }
      operations.set(reservation.operation, { reservation, state: 'held', final: null, responseId: null, charged: new Map() })
      for (const { key, next } of reservation.anchors) anchors.set(key, next)
      return { kind: 'held' }
    },
    markSent(name) {
      const operation = known(name)
      if (operation.state !== 'held') return { kind: 'taken', state: operation.state }
      operation.state = 'sent'
      return { kind: 'sent' }
    },
    settle(name, { postings, final, perSend = [], ...said }) {
      const operation = known(name)
      if (operation.final === true) return { kind: 'already-settled' }
      const before = operation.charged
      const responseId = said.responseId ?? operation.responseId
      const answer = responseId === null || said.facts.usage === null ? null : JSON.stringify([responseId, said.facts.usage])
      const other = answers.get(answer ?? '') ?? name
      const amount = ({ bucket }: { readonly bucket: BucketKey }): [BucketKey, number] => {
        if (other !== name) return [bucket, perSend.includes(bucket) ? amountIn(postings, bucket) : 0]
        const asked = amountIn(postings, bucket)
        return [bucket, !final && operation.final === false ? Math.max(asked, before.get(bucket) ?? 0) : asked]
      }
      const charged = new Map(operation.reservation.entries.map(amount))
      const posted = [...charged].map(([bucket, total]) => ({ bucket, amount: total - (before.get(bucket) ?? 0) })).filter((posting) => posting.amount !== 0)
      if (other === name && !final && operation.final === false && posted.length === 0) return { kind: 'already-settled' }
      Object.assign(operation, { state: 'settled', final: final || other !== name, responseId, charged })
      if (answer !== null && other === name) answers.set(answer, name)
      return other === name ? { kind: 'settled', posted } : { kind: 'charged-elsewhere', operation: other }
    },
    void(name) {
      const operation = known(name)
      if (operation.state === 'held') operation.state = 'voided'
      return operation.state
    },
    sweep(now) {
      const expired = [...operations].filter(([, { state, reservation }]) => isOpen(state) && reservation.expiresAt <= now)
      for (const [, operation] of expired) {
        if (operation.state === 'sent') operation.charged = new Map(operation.reservation.entries.map(({ bucket, amount }) => [bucket, amount]))
        operation.state = operation.state === 'sent' ? 'presumed' : 'voided'
      }
      const named = (wanted: OperationState): string[] => expired.filter(([, { state }]) => state === wanted).map(([name]) => name)
      return { voided: named('voided'), presumed: named('presumed') }
    },
    adjust(id, posting) {
      if (adjustments.has(id)) return true
      if (adjusted(posting.bucket) + posting.amount < 0) return false
      adjustments.set(id, posting)
      return true
    },
    prune() {
      const ended = [...operations].filter(([, { state }]) => !isOpen(state))
      for (const [name, { charged }] of ended) {
        carried.push(...[...charged].map(([bucket, amount]) => ({ bucket, amount })))
        operations.delete(name)
      }
      for (const [answer, name] of answers) if (!operations.has(name)) answers.delete(answer)
      return ended.length
    },
    observe(key, used, at, window) {
      if ((observations.get(key)?.at ?? at) <= at) observations.set(key, { at, elsewhere: Math.max(0, used - windowOf(window).posted) })
    },
  }
}

export function isOpen(state: OperationState): boolean {
  return state === 'held' || state === 'sent'
}

function amountIn(postings: readonly Posting[], bucket: BucketKey): number {
  return postings.find((posting) => posting.bucket === bucket)?.amount ?? 0
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}

function fail(name: string): never {
  throw new Error(`the walk never held ${name}`)
}
