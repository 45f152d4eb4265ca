import type { BucketKey, ModelFailure, ModelOutcome, Posting, SettleFacts, Settlement, TokenUsage } from '@autopack/contracts'
import type { Unit } from '../configuration/compile.ts'

/** How a key says what it counts: `tokens:…`, `usd:…`, `requests:…`. */
export function bucketOf(unit: Unit, name: string): BucketKey {
  return `${unit}:${name}`
}

function unitOf(bucket: BucketKey): Unit {
  return bucket.startsWith('tokens:') ? 'tokens' : bucket.startsWith('usd:') ? 'usd' : 'requests'
}

interface Bound {
  readonly tokens: number
  readonly nanoUsd: number
}

/** What a send that came back is charged under each limit that it was held under. */
export function settlementOf(outcome: ModelOutcome, bound: Bound, buckets: readonly BucketKey[]): Settlement {
  const unknown = outcome.usage === null && outcome.kind === 'failure' && outcome.ran
  const tokens = outcome.usage === null ? (unknown ? bound.tokens : 0) : totalOf(outcome.usage)
  const facts: SettleFacts = {
    outcome: outcome.kind === 'answer' ? 'answer' : outcome.failure,
    usage: outcome.usage,
    certainty: outcome.kind === 'answer' ? outcome.usageCertainty : unknown ? 'bound' : 'reported',
    nanoUsd: outcome.nanoUsd,
    priceVersion: null,
    served: outcome.kind === 'answer' ? outcome.served : null,
  }
  const amounts: Readonly<Record<Unit, number>> = { tokens, usd: outcome.nanoUsd, requests: 1 }
  return { postings: buckets.map((bucket): Posting => ({ bucket, amount: amounts[unitOf(bucket)] })), final: true, responseId: null, facts }
}

/** For a send of which nothing is known but that it was made. */
export function presumption(holds: readonly Posting[], bound: Bound): Settlement {
  const facts: SettleFacts = { outcome: 'unknown', usage: null, certainty: 'bound', nanoUsd: bound.nanoUsd, priceVersion: null, served: null }
  return { postings: holds, final: false, responseId: null, facts }
}

/** All classes together. */
function totalOf({ input, cacheRead, cacheWrite, output, reasoning }: TokenUsage): number {
  return input + cacheRead + cacheWrite + output + reasoning
}

/** A failure of the router's own making: nothing was sent. */
export function unsent(failure: ModelFailure['failure'], message: string, resetAt: number | null = null): ModelFailure {
  return { kind: 'failure', failure, message, ran: false, resetAt, usage: null }
}
