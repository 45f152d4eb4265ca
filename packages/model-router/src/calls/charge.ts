import { createHash } from 'node:crypto'
import type { BucketKey, CallFacts, ModelFailure, ModelOutcome, Posting, SettleFacts, Settlement, TokenUsage } from '@autopack/contracts'
import type { Unit } from '../configuration/tables.ts'

/** How a key says what it counts: `tokens:…`, `usd:…`, `requests:…`. */
export function bucketOf(unit: Unit, name: string): BucketKey {
  return `${unit}:${name}`
}

function unitOf(bucket: BucketKey): Unit {
  return bucket.startsWith('tokens:') ? 'tokens' : bucket.startsWith('usd:') ? 'usd' : 'requests'
}

/** What a send that came back is charged under each limit that it was held under; what is not known for certain can still be corrected. */
export function settlementOf(outcome: ModelOutcome, { provider, bound, priceVersion = null }: Pick<CallFacts, 'provider' | 'bound' | 'priceVersion'>, buckets: readonly BucketKey[]): Settlement {
  const certainty = certaintyOf(outcome)
  const facts: SettleFacts = {
    outcome: outcome.kind === 'answer' ? 'answer' : outcome.failure,
    usage: outcome.usage,
    certainty,
    nanoUsd: outcome.nanoUsd,
    priceVersion,
    served: outcome.kind === 'answer' && outcome.served !== '' ? outcome.served : null,
  }
  const amounts: Readonly<Record<Unit, number>> = { tokens: tokensOf(outcome, bound.tokens), usd: outcome.nanoUsd, requests: 1 }
  return {
    postings: buckets.map((bucket): Posting => ({ bucket, amount: amounts[unitOf(bucket)] })),
    final: certainty !== 'bound' && certainty !== 'partial',
    responseId: outcome.responseId === undefined ? null : `${provider}/${outcome.responseId}${saidBy(outcome)}`,
    perSend: buckets.filter((bucket) => unitOf(bucket) === 'requests'),
    facts,
  }
}

/** A name that a server gives to every answer is none: what was said is part of it. */
function saidBy(outcome: ModelOutcome): string {
  return outcome.kind === 'answer' ? `#${createHash('sha256').update(outcome.text).digest('hex').slice(0, 16)}` : ''
}

/** Of a send that came back, given the most that it could take. */
function tokensOf(outcome: ModelOutcome, most: number): number {
  if (outcome.usage !== null) return totalOf(outcome.usage)
  return outcome.kind === 'failure' && outcome.ran ? most : 0
}

function certaintyOf(outcome: ModelOutcome): SettleFacts['certainty'] {
  if (outcome.kind === 'answer') return outcome.usageCertainty
  if (outcome.usage === null && outcome.ran) return 'bound'
  return outcome.partial === true ? 'partial' : 'reported'
}

/** For a send of which nothing is known but that it was made. */
export function presumption(holds: readonly Posting[], { bound, priceVersion = null }: Pick<CallFacts, 'bound' | 'priceVersion'>): Settlement {
  const facts: SettleFacts = { outcome: 'unknown', usage: null, certainty: 'bound', nanoUsd: bound.nanoUsd, priceVersion, served: null }
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
