import { modelsFileSchema, pricingFileSchema, type ModelsFile, type PricingFile } from '@autopack/contracts'

const model = (family: string, name: string): object => ({ provider: 'one', name, family, billing: 'metered', maxOutputTokens: 1000 })
const chain = ['cheap', 'middle', 'strong']

export const modelsFile: ModelsFile = modelsFileSchema.parse({
  version: 1,
  providers: { one: { kind: 'openai', apiKeyEnv: 'ONE_KEY' } },
  models: { cheap: model('alpha', 'alpha-mini'), middle: model('beta', 'beta-2'), strong: model('alpha', 'alpha-5') },
  roles: { builder: { low: chain, medium: chain, high: chain } },
  escalateAfter: 2,
})

export const pricingFile: PricingFile = pricingFileSchema.parse({
  version: 1,
  prices: { cheap: { input: 0.25, cacheRead: 0.025, output: 2 }, middle: { input: 1, cacheWrite: 1.25, output: 5 }, strong: { input: 5, output: 25, reasoning: 30 } },
})
