import { modelsFileSchema, pricingFileSchema, type ModelProvider } from '@autopack/contracts'
import type { Configuration } from '@autopack/model-router'

const names = Array.from({ length: 12 }, (_, index) => `model_${index + 1}`)
const windows = [{ kind: 'sliding', minutes: 10_080 }, { kind: 'anchored', minutes: 300 }, { kind: 'calendar', every: 'month', timeZone: 'Europe/Berlin' }, { kind: 'calendar', every: 'day' }]
const units = ['tokens', 'tokens', 'usd', 'requests']

const price = { input: 1, output: 4 }

/** Twelve priced models of one provider in one chain, each under four limits of its own. */
export function twelveModels(provider: ModelProvider): Configuration {
  const limits = names.flatMap((model) => windows.map((window, index) => [`${model}_${index}`, { model, [units[index] ?? 'tokens']: 1_000_000_000, window }] as const))
  const chain = { low: names, medium: names, high: names }
  return {
    models: modelsFileSchema.parse({
      version: 1,
      providers: { bench: { kind: 'openai', baseUrl: 'http://127.0.0.1:1/v1' } },
      models: Object.fromEntries(names.map((name) => [name, { provider: 'bench', name, family: name, billing: 'metered', maxOutputTokens: 4096 }])),
      roles: { builder: chain, auditor: chain },
      escalateAfter: 1,
      limits: Object.fromEntries(limits),
    }),
    pricing: pricingFileSchema.parse({ version: 1, prices: Object.fromEntries(names.map((name) => [name, price])) }),
    providers: { bench: provider },
  }
}
