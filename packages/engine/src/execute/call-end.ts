import type { ArtifactReference, ModelOutcome, ModelQuote, NewEvent } from '@autopack/contracts'

type Bound = ModelQuote['bound']

/** What a call that came back used and cost. */
export function endOfCall(operation: string, bound: Bound, outcome: ModelOutcome, answer: ArtifactReference): NewEvent {
  const { usage, nanoUsd } = outcome
  return {
    type: 'call-end',
    data: {
      operation,
      ended: outcome.kind === 'answer' ? 'answered' : 'failed',
      failure: outcome.kind === 'failure' ? outcome.failure : null,
      usage,
      tokens: usage === null ? unreportedTokens(outcome, bound) : usage.input + usage.cacheRead + usage.cacheWrite + usage.output + usage.reasoning,
      nanoUsd,
      served: outcome.kind === 'answer' && outcome.served !== '' ? outcome.served : null,
      answer,
    },
  }
}

/** A call that its process announced and died before it was sent. */
export function unsentEnd(operation: string): NewEvent {
  return { type: 'call-end', data: { operation, ended: 'failed', failure: 'aborted', usage: null, tokens: 0, nanoUsd: 0, served: null, answer: null } }
}

/** A call that was sent is never free: what a dead process cannot tell any more is charged at its bound. */
export function presumedEnd(operation: string, { tokens, nanoUsd }: Bound): NewEvent {
  return { type: 'call-end', data: { operation, ended: 'presumed', failure: null, usage: null, tokens, nanoUsd, served: null, answer: null } }
}

/** A call that may have run and reported nothing is charged at its bound. */
function unreportedTokens(outcome: ModelOutcome, bound: Bound): number {
  return outcome.kind === 'failure' && outcome.ran ? bound.tokens : 0
}
