import type { ModelsFile, PricingFile } from '@autopack/contracts'
import type { Configuration } from '../document/read-configuration.ts'
import { didYouMean } from '../problem/closest-name.ts'
import type { Finding, Problem } from '../problem/problem.ts'
import { problemsOf } from '../problem/problem.ts'
import { modelsUnder } from './models-under.ts'

/** What models.yaml and pricing.yaml hold and nothing will ever use; harmless, and often a slip. */
export function unusedEntries(models: Configuration<ModelsFile>, pricing: Configuration<PricingFile>): readonly Problem[] {
  const { value } = models
  return [...problemsOf([...unaskedModels(value), ...idleLimits(value)], models), ...problemsOf(unusedPrices(value, pricing.value), pricing)]
}

function unaskedModels({ models, roles, routing }: ModelsFile): Finding[] {
  const chains = [...Object.values(roles).flatMap((complexities) => Object.values(complexities ?? {})), ...Object.values(routing?.fallbacks ?? {})]
  const asked = new Set(chains.flat())
  return Object.keys(models)
    .filter((key) => !asked.has(key))
    .map((key) => ({ path: ['models', key], at: 'key', message: 'no role and no fallback names it: it is never asked' }))
}

/** Limits under which there is nothing, or money limits under which nothing costs money. */
function idleLimits(file: ModelsFile): Finding[] {
  const empty = Object.entries(file.limits ?? {})
    .filter(([, quota]) => modelsUnder(quota, file).length === 0)
    .map(([name]): Finding => ({ path: ['limits', name, 'provider'], message: 'no model is of this provider: it counts nothing' }))
  const unpaid = Object.entries(file.limits ?? {})
    .filter(([, quota]) => quota.usd !== undefined && modelsUnder(quota, file).length > 0 && !modelsUnder(quota, file).some((key) => file.models[key]?.billing === 'metered'))
    .map(([name]): Finding => ({ path: ['limits', name, 'usd'], message: 'none of the models it is about is `metered`: it counts nothing' }))
  return [...empty, ...unpaid]
}

function unusedPrices({ models }: ModelsFile, { prices }: PricingFile): Finding[] {
  return Object.keys(prices).flatMap((key): Finding[] => {
    const billing = models[key]?.billing
    if (billing === 'metered') return []
    const message = billing === undefined ? `there is no model \`${key}\`${didYouMean(key, Object.keys(models))}` : `the model \`${key}\` is \`${billing}\`: its price is never charged`
    return [{ path: ['prices', key], at: 'key', message }]
  })
}
