import { expect, test } from 'vitest'
import { modelsFile, pricingFile } from '../../test/models-file.ts'
import { validateModels } from './validate-models.ts'

test('files that agree have no problems', () => {
  expect(validateModels(modelsFile, pricingFile)).toEqual([])
})

test('an unknown provider, an unknown model and a missing price are named with their places', () => {
  const cheap = { provider: 'two', name: 'x', family: 'x', billing: 'metered', maxOutputTokens: 1 } as const
  const chains = { low: ['cheap', 'gone'], medium: ['cheap'], high: ['cheap'] }
  const problems = validateModels({ ...modelsFile, models: { cheap }, roles: { auditor: chains } }, { version: 1, prices: {} })
  expect(problems).toEqual([
    { file: 'models', path: ['models', 'cheap', 'provider'], message: 'unknown provider `two`; `providers` has one' },
    { file: 'models', path: ['models', 'cheap', 'billing'], message: expect.stringContaining('prices.cheap') },
    { file: 'models', path: ['roles', 'auditor', 'low', 1], message: 'unknown model `gone`; `models` has cheap' },
  ])
})
