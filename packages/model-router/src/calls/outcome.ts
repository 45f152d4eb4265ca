import type { ModelAnswer, ModelFailure, ModelOutcome, ModelRequest, ModelSend, ProviderAnswer } from '@autopack/contracts'
import type { CompiledModel } from '../configuration/compile.ts'
import { costOf } from '../costs/cost.ts'
import { estimateUsage } from '../costs/tokens.ts'
import { servedAsAsked } from './served.ts'

/** Says what a send cost. What was reported is charged even where it is more than the bound allowed: the provider will bill it. */
export function outcomeOf(request: ModelRequest, send: ModelSend, model: CompiledModel, came: ProviderAnswer | ModelFailure): ModelOutcome {
  const outcome = came.kind === 'answer' ? checkServed(model, complete(request, came)) : came
  return { ...outcome, model: model.key, family: model.family, nanoUsd: charge(outcome, send, model) }
}

function complete(request: ModelRequest, answer: ProviderAnswer): ModelAnswer {
  const { usage } = answer
  if (usage !== null) return { ...answer, usage, usageCertainty: 'reported' }
  return { ...answer, usage: estimateUsage(request, answer.text), usageCertainty: 'estimated' }
}

function checkServed(model: CompiledModel, answer: ModelAnswer): ModelAnswer | ModelFailure {
  if (servedAsAsked(model.name, answer.served)) return answer
  const served = answer.served === '' ? 'did not say which model answered' : `answered with ${answer.served}`
  const message = `${model.provider} was asked for ${model.name} and ${served}; the answer was thrown away. Name in models.yaml the model that is to answer`
  return { kind: 'failure', failure: 'modelNotFound', message, ran: true, resetAt: null, usage: answer.usage }
}

/** A send that may have run and reported nothing costs its bound. */
function charge(outcome: ModelAnswer | ModelFailure, send: ModelSend, model: CompiledModel): number {
  if (model.price === null) return 0
  if (outcome.usage !== null) return costOf(outcome.usage, model.price)
  return outcome.kind === 'failure' && !outcome.ran ? 0 : send.bound.nanoUsd
}
