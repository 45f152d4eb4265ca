import type { BudgetRefusal, BuildFailureKind, ModelFailure, ModelFailureClass, ModelRefusal, QuotaRefusal } from '@autopack/contracts'

const kinds: Readonly<Record<ModelFailureClass, BuildFailureKind>> = {
  rateLimited: 'infrastructure',
  overloaded: 'infrastructure',
  // a call's time, not the phase's: that one its caller knows
  timeout: 'infrastructure',
  transient: 'infrastructure',
  streamCut: 'infrastructure',
  aborted: 'infrastructure',
  unknown: 'infrastructure',
  auth: 'authentication',
  billing: 'authentication',
  // one that names its reset is waited for; without one it is the account's, for its owner to fill
  quotaExhausted: 'authentication',
  // what no further attempt can change: the configuration has to
  invalidRequest: 'no_model',
  modelNotFound: 'no_model',
  // what another attempt, with less or other text, may change
  contextOverflow: 'builder_error',
  contentFiltered: 'builder_error',
  refused: 'builder_error',
  schemaViolation: 'format',
}

export interface CallFailure {
  readonly failure: BuildFailureKind
  readonly message: string
}

/** What a call without an answer means for an attempt. */
export function callFailure(outcome: ModelFailure | ModelRefusal | QuotaRefusal | BudgetRefusal): CallFailure {
  if (outcome.kind === 'over-budget') return { failure: 'budget', message: outcome.message }
  if (outcome.kind === 'quota') return { failure: 'quota', message: outcome.message }
  if (outcome.kind === 'refusal') return { failure: outcome.reason === 'no-credential' ? 'authentication' : 'no_model', message: outcome.message }
  return { failure: kinds[outcome.failure], message: `${outcome.failure}: ${outcome.message}` }
}
