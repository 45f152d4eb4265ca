import type { ModelAnswer, ModelFailure, ModelFailureClass, ModelOutcome, ModelRequest, ModelSend, ProviderAnswer, ReportedWindow } from '@autopack/contracts'
import type { CompiledModel } from '../configuration/tables.ts'
import { costOf, type Price } from '../costs/cost.ts'
import { estimateUsage, usageByThen } from '../costs/tokens.ts'
import { servedAsAsked } from './served.ts'

/** What a send was made under. */
export interface Terms {
  readonly request: ModelRequest
  readonly send: ModelSend
  readonly model: CompiledModel
  /** Only the model that is asked may serve. */
  readonly strict: boolean
  /** Null where it costs nothing. */
  readonly price: Price | null
}

/** A window that is used up and whose end nobody named is asked about again after this. */
const unknownResetMs = 3_600_000

/** Says what a send cost. What was reported is charged even where it is more than the bound allowed: the provider will bill it. */
export function outcomeOf(terms: Terms, came: ProviderAnswer | ModelFailure, now: number): ModelOutcome {
  const { model } = terms
  const outcome = came.kind === 'answer' ? checkServed(terms, complete(terms, came)) : reopening(ended(came, terms.request), now)
  return { ...outcome, model: model.key, family: model.family, nanoUsd: charge(outcome, terms) }
}

function complete({ request, model }: Terms, answer: ProviderAnswer): ModelAnswer {
  const { usage } = answer
  if (usage !== null) return { ...answer, usage, usageCertainty: model.sender?.certainty === 'bridged' ? 'bridged' : 'reported' }
  return { ...answer, usage: estimateUsage(request, answer.text, model.estimate), usageCertainty: 'estimated' }
}

/** An answer that names no model is taken for what it is, except where only one may serve. */
function checkServed({ model, strict }: Terms, answer: ModelAnswer): ModelAnswer | ModelFailure {
  if (answer.served === '' ? !strict : servedAsAsked(model.name, answer.served)) return answer
  const served = answer.served === '' ? 'did not say which model answered' : `answered with ${answer.served}`
  const message = `${model.provider} was asked for ${model.name} and ${served}; the answer was thrown away. Name in models.yaml the model that is to answer`
  const { usage, responseId, windows } = answer
  return { kind: 'failure', failure: 'modelNotFound', message, ran: true, resetAt: null, usage, ...(responseId === undefined ? {} : { responseId }), ...(windows === undefined ? {} : { windows }) }
}

const givenUp: ReadonlySet<ModelFailureClass> = new Set(['aborted', 'timeout'])

/**
 * What was given up here has used what had come by then. Of what broke off by itself, and may have gone on at the other end, nothing is known, nor of what had
 * sent no word yet: a model may have thought for itself.
 */
function ended(failure: ModelFailure, { maxOutputTokens }: ModelRequest): ModelFailure {
  const { partial, received = 0, usage } = failure
  if (partial !== true) return failure
  if (givenUp.has(failure.failure) && received > 0 && usage !== null) return { ...failure, usage: usageByThen(usage, received, maxOutputTokens) }
  const { partial: _, ...rest } = failure
  return { ...rest, usage: null }
}

/** A window opens again by itself, and so does a quota of one model; an account does not: only where the provider told of either is there something to wait for. */
function reopening(failure: ModelFailure, now: number): ModelFailure {
  const { failure: kind, ran, resetAt, scope, windows = [] } = failure
  return kind === 'quotaExhausted' && !ran && resetAt === null && (scope === 'model' || windows.some(isUsedUp)) ? { ...failure, resetAt: now + unknownResetMs } : failure
}

/** A count of which nobody said how far it goes is not known to be all. */
function isUsedUp({ used }: ReportedWindow): boolean {
  return 'share' in used ? used.share >= 1 : used.count >= (used.limit ?? Number.POSITIVE_INFINITY)
}

/** A send that may have run and reported nothing costs its bound. */
function charge(outcome: ModelAnswer | ModelFailure, { send, price }: Terms): number {
  if (price === null) return 0
  if (outcome.usage !== null) return costOf(outcome.usage, price)
  return outcome.kind === 'failure' && !outcome.ran ? 0 : send.bound.nanoUsd
}
