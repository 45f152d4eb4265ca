import type { ModelProvider, ModelRefusal, ModelRole, ModelsFile, PricingFile, Quota } from '@autopack/contracts'
import { neverDowngradeDefault } from '@autopack/contracts'
import { compilePrices } from '../costs/prices.ts'
import { compileLimit } from './compile-limit.ts'
import type { Chain, Chains, CompiledLimit, CompiledModel, Tables } from './tables.ts'

export interface Configuration {
  readonly models: ModelsFile
  readonly pricing: PricingFile
  /** By the names in models.yaml; one without a credential is left out. */
  readonly providers: Readonly<Record<string, ModelProvider>>
}

const roles = ['builder', 'auditor'] as const
const complexities = ['low', 'medium', 'high'] as const
const noChain: Chain = { all: [], plain: [] }
/** As long as a provider of ours waits where models.yaml does not say. */
const usualTimeoutSeconds = 300

/** A model that a chain names and that is not configured is left out: whoever reads the files has said so. */
export function compile(configuration: Configuration): Tables {
  const { models: file } = configuration
  const limits = Object.entries(file.limits ?? {}).map(([name, quota]) => ({ quota, limit: compileLimit(name, quota) }))
  const strongest = new Set(file.routing?.strongest?.models)
  const models = new Map(Object.keys(file.models).map((key) => [key, compileModel(configuration, key, strongest.has(key), limits)]))
  const named = (keys: readonly string[]): readonly CompiledModel[] => keys.map((key) => models.get(key)).filter((model) => model !== undefined)
  const chainsOf = (role: ModelRole): Chains => {
    const [low = noChain, medium = noChain, high = noChain] = complexities.map((complexity) => chainOf(named(file.roles[role]?.[complexity] ?? [])))
    return { low, medium, high }
  }
  const { categories = [], afterFailed } = file.routing?.strongest ?? {}
  return {
    models,
    chains: { builder: chainsOf('builder'), auditor: chainsOf('auditor') },
    limits: limits.map(({ limit }) => limit),
    strategies: file.routing?.strategies ?? {},
    fallbacks: new Map(Object.entries(file.routing?.fallbacks ?? {}).map(([category, keys]) => [category, named(keys)])),
    neverDowngrade: new Set(file.routing?.neverDowngrade ?? neverDowngradeDefault),
    strongest: { categories: new Set(categories), highRisk: afterFailed?.highRisk ?? 0, otherwise: afterFailed?.otherwise ?? 0 },
    escalateAfter: file.escalateAfter,
  }
}

function chainOf(all: readonly CompiledModel[]): Chain {
  const plain = all.filter(({ reasoning }) => !reasoning)
  return { all, plain: plain.length === all.length ? all : plain }
}

interface NamedLimit {
  readonly quota: Quota
  readonly limit: CompiledLimit
}

function compileModel(configuration: Configuration, key: string, strongest: boolean, limits: readonly NamedLimit[]): CompiledModel {
  const { models, pricing, providers } = configuration
  const model = models.models[key]
  if (model === undefined) throw new TypeError(`${key} is no key of models.yaml`)
  const sender = providers[model.provider] ?? null
  const listed = model.billing === 'metered' ? pricing.prices[key] : undefined
  const provider = models.providers[model.provider]
  const limitsFor = (role: ModelRole): readonly CompiledLimit[] =>
    limits
      .filter(({ quota }) => (quota.provider ?? model.provider) === model.provider && (quota.model ?? key) === key && (quota.role ?? role) === role)
      .map(({ limit }) => limit)
  const [builder = [], auditor = []] = roles.map(limitsFor)
  // another server is neither down nor used up because this one was
  const place = provider?.baseUrl === undefined ? '' : ` at ${provider.baseUrl}`
  return {
    key,
    name: model.name,
    family: model.family,
    provider: model.provider,
    maxOutputTokens: model.maxOutputTokens,
    contextWindow: model.contextWindow ?? null,
    prices: listed === undefined ? [] : compilePrices(listed),
    estimate: model.estimate ?? null,
    strongest,
    reasoning: model.reasoning ?? false,
    missing: missingFor(configuration, key, sender, model.billing === 'metered' && listed === undefined),
    sender,
    concurrency: provider?.concurrency ?? null,
    timeoutMs: (provider?.timeoutSeconds ?? usualTimeoutSeconds) * 1000,
    limits: { builder, auditor },
    turnsKey: turnsKey(model.provider),
    accountKey: `account/${model.provider}${place}`,
    providerKey: `provider/${model.provider}${place}`,
    modelKey: `model/${model.provider}/${key}${place}`,
  }
}

/** By the name alone, for that is all that is known of a dead call. */
export function turnsKey(provider: string): string {
  return `provider/${provider}`
}

function missingFor({ models }: Configuration, key: string, sender: ModelProvider | null, unpriced: boolean): ModelRefusal | null {
  const provider = models.models[key]?.provider ?? ''
  if (sender === null) return refuse('no-credential', missingCredential(models, key, provider))
  if (!unpriced) return null
  return refuse('no-price', `${key} is metered and has no price: add \`prices.${key}\` to pricing.yaml, or set its billing to subscription or free`)
}

function missingCredential(models: ModelsFile, key: string, provider: string): string {
  const variable = models.providers[provider]?.apiKeyEnv
  const remedy = variable === undefined ? `connect the provider ${provider}` : `set ${variable}, or ${variable}_FILE to the path of a file that holds it`
  return `${key} needs the provider ${provider}, which has no credential: ${remedy}`
}

export function refuse(reason: ModelRefusal['reason'], message: string): ModelRefusal {
  return { kind: 'refusal', reason, message }
}
