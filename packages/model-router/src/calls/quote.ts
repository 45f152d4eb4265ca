import type { ModelQuote, ModelRefusal, ModelRequest } from '@autopack/contracts'
import { costBound } from '../costs/cost.ts'
import { inputBound } from '../costs/tokens.ts'
import { refuse, resolve, type Configuration } from '../routing/resolve.ts'
import { route } from '../routing/route.ts'

/** Routes a request and bounds what one send of it can use. Pure. */
export function quote(configuration: Configuration, request: ModelRequest): ModelQuote | ModelRefusal {
  const { role, complexity } = request.purpose
  const taken = route(configuration.models, request.purpose).candidates.find((candidate) => candidate.taken)
  if (taken === undefined) return refuse('no-model', `no model is configured for the role ${role} (${complexity} complexity): add \`roles.${role}\` to models.yaml`)
  const model = resolve(configuration, taken.model)
  if (model.kind === 'refusal') return model
  const input = inputBound(request)
  const output = Math.min(request.maxOutputTokens, model.maxOutputTokens)
  const nanoUsd = model.price === null ? 0 : costBound(input, output, model.price)
  return { kind: 'quote', model: taken.model, family: model.family, provider: model.providerName, bound: { tokens: input + output, nanoUsd }, because: taken.because }
}
