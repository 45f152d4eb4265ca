import type { ModelAnswer, ModelFailure, ModelOutcome, ModelQuote, ModelRequest, ProviderAnswer } from '@autopack/contracts'
import { costOf } from '../costs/cost.ts'
import { estimateUsage } from '../costs/tokens.ts'
import type { ResolvedModel } from '../routing/resolve.ts'
import { servedAsAsked } from './served.ts'

/** Says what a call cost. What was reported is charged even where it is more than the quote allowed: the provider will bill it. */
export function settle(request: ModelRequest, quote: ModelQuote, model: ResolvedModel, outcome: ProviderAnswer | ModelFailure): ModelOutcome {
  const settled = outcome.kind === 'answer' ? checkServed(model, complete(request, outcome)) : outcome
  return { ...settled, model: quote.model, family: quote.family, nanoUsd: charge(settled, quote, model) }
}

function complete(request: ModelRequest, answer: ProviderAnswer): ModelAnswer {
  const { usage } = answer
  if (usage !== null) return { ...answer, usage, usageCertainty: 'reported' }
  return { ...answer, usage: estimateUsage(request, answer.text), usageCertainty: 'estimated' }
}

function checkServed(model: ResolvedModel, answer: ModelAnswer): ModelAnswer | ModelFailure {
  if (servedAsAsked(model.name, answer.served)) return answer
  const served = answer.served === '' ? 'did not say which model answered' : `answered with ${answer.served}`
  const message = `${model.providerName} was asked for ${model.name} and ${served}; the answer was thrown away. Name in models.yaml the model that is to answer`
  return { kind: 'failure', failure: 'modelNotFound', message, ran: true, resetAt: null, usage: answer.usage }
}

/** A call that may have run and reported nothing costs its bound. */
function charge(outcome: ModelAnswer | ModelFailure, quote: ModelQuote, model: ResolvedModel): number {
  if (model.price === null) return 0
  if (outcome.usage !== null) return costOf(outcome.usage, model.price)
  return outcome.kind === 'failure' && !outcome.ran ? 0 : quote.bound.nanoUsd
}
