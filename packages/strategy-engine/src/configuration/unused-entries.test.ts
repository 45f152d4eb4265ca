import { expect, test } from 'vitest'
import { formatProblem } from '../problem/problem.ts'
import { readModelsFile, readPricingFile } from './read-files.ts'
import { unusedEntries } from './unused-entries.ts'

const modelsText = `version: 1
providers: { one: { kind: openai }, two: { kind: openai }, none: { kind: openai } }
models:
  paid: { provider: one, name: x, family: x, billing: metered, maxOutputTokens: 10 }
  spare: { provider: one, name: y, family: x, billing: metered, maxOutputTokens: 10 }
  gift: { provider: two, name: z, family: x, billing: free, maxOutputTokens: 10 }
roles: { builder: { low: [paid], medium: [paid], high: [paid] } }
escalateAfter: 1
routing: { fallbacks: { docs: [gift] } }
limits:
  monthly: { usd: 5, window: { kind: calendar, every: month } }
  idle: { provider: two, usd: 5, window: { kind: calendar, every: month } }
  empty: { provider: none, usd: 5, window: { kind: calendar, every: month } }
`

const pricingText = `version: 1
prices:
  paid: { input: 1, output: 1 }
  spare: { input: 1, output: 1 }
  gift: { input: 1, output: 1 }
  piad: { input: 1, output: 1 }
`

test('models that nobody asks, limits that count nothing and prices that are never charged are told of with their places', () => {
  const [models, pricing] = [readModelsFile({ text: modelsText, file: 'models.yaml' }), readPricingFile({ text: pricingText, file: 'pricing.yaml' })]
  if (models.kind === 'invalid' || pricing.kind === 'invalid') throw new Error('the texts are wrong')
  expect(unusedEntries(models, pricing).map(formatProblem)).toEqual([
    'models.yaml:5:3 models.spare: no role and no fallback names it: it is never asked',
    'models.yaml:12:31 limits.idle.usd: none of the models it is about is `metered`: it counts nothing',
    'models.yaml:13:22 limits.empty.provider: no model is of this provider: it counts nothing',
    'pricing.yaml:5:3 prices.gift: the model `gift` is `free`: its price is never charged',
    'pricing.yaml:6:3 prices.piad: there is no model `piad` (did you mean `paid`?)',
  ])
})
