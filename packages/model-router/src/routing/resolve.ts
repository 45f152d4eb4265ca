import type { ModelProvider, ModelRefusal, ModelsFile, PricingFile } from '@autopack/contracts'
import type { Price } from '../costs/cost.ts'

export interface Configuration {
  readonly models: ModelsFile
  readonly pricing: PricingFile
  /** By the names in models.yaml; one without a credential is left out. */
  readonly providers: Readonly<Record<string, ModelProvider>>
}

/** A configured model with everything a call needs. */
export interface ResolvedModel {
  readonly kind: 'resolved'
  readonly name: string
  readonly family: string
  readonly providerName: string
  readonly provider: ModelProvider
  readonly maxOutputTokens: number
  /** Null where calls cost nothing: free models and subscriptions. */
  readonly price: Price | null
}

/** Looks a model up; a refusal says what to configure. */
export function resolve({ models, pricing, providers }: Configuration, key: string): ResolvedModel | ModelRefusal {
  const model = models.models[key]
  if (model === undefined) return refuse('no-model', `the model ${key} is not in models.yaml; add it under \`models\` or take it out of \`roles\``)
  const provider = providers[model.provider]
  if (provider === undefined) return refuse('no-credential', missingCredential(models, key, model.provider))
  const price = model.billing === 'metered' ? pricing.prices[key] : null
  if (price === undefined) return refuse('no-price', `${key} is metered and has no price: add \`prices.${key}\` to pricing.yaml, or set its billing to subscription or free`)
  return { kind: 'resolved', name: model.name, family: model.family, providerName: model.provider, provider, maxOutputTokens: model.maxOutputTokens, price }
}

export function refuse(reason: ModelRefusal['reason'], message: string): ModelRefusal {
  return { kind: 'refusal', reason, message }
}

function missingCredential(models: ModelsFile, key: string, provider: string): string {
  const variable = models.providers[provider]?.apiKeyEnv
  const remedy = variable === undefined ? `connect the provider ${provider}` : `set ${variable}, or ${variable}_FILE to the path of a file that holds it`
  return `${key} needs the provider ${provider}, which has no credential: ${remedy}`
}
