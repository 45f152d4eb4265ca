import { expect, test } from 'vitest'
import { formatProblem } from '../problem/problem.ts'
import { checkPrices } from './check-prices.ts'
import { readModelsFile, readPricingFile } from './read-files.ts'

function models(billing: string): string {
  return [
    'version: 1',
    'providers: { one: { kind: openai } }',
    'models:',
    '  small:',
    `    { provider: one, name: x, family: x, billing: ${billing}, maxOutputTokens: 10 }`,
    'roles: {}',
    'escalateAfter: 1',
  ].join('\n')
}

function problems(billing: string, prices: Parameters<typeof checkPrices>[1]['prices']): string[] {
  const read = readModelsFile({ text: models(billing), file: 'models.yaml' })
  return read.kind === 'invalid' ? read.problems.map(formatProblem) : checkPrices(read, { version: 1, prices }).map(formatProblem)
}

test('a metered model without a price is named with its place', () => {
  expect(problems('metered', {})).toEqual(['models.yaml:5:51 models.small.billing: `metered` needs a price; add `prices.small` to pricing.yaml, or write subscription or free'])
})

test('the limits that would count its money are named', () => {
  const text = `${models('metered')}\nlimits:\n  monthly: { provider: one, usd: 5, window: { kind: calendar, every: month } }\n  weekly: { tokens: 5, window: { kind: calendar, every: week } }`
  const read = readModelsFile({ text, file: 'models.yaml' })
  if (read.kind === 'invalid') throw new Error(read.problems.map(formatProblem).join())
  expect(checkPrices(read, { version: 1, prices: {} })[0]?.message).toMatch(/^`metered` needs a price, which `limits.monthly` would count; add/)
})

test('a price, a subscription or a free model is no problem', () => {
  expect(problems('metered', { small: { input: 1, output: 1 } })).toEqual([])
  expect(problems('subscription', {})).toEqual([])
  expect(problems('free', {})).toEqual([])
})

test('two prices of one model that begin on the same day are named with their place', () => {
  const pricing = (...days: readonly string[]): string[] => {
    const changes = days.map((from) => ({ from, input: 1, output: 1 }))
    const read = readPricingFile({ file: 'pricing.yaml', text: JSON.stringify({ version: 1, prices: { small: { input: 1, output: 1, changes } } }) })
    return read.kind === 'invalid' ? read.problems.map(formatProblem) : []
  }
  expect(pricing('2026-01-01', '2026-02-01')).toEqual([])
  expect(pricing('2026-01-01', '2026-01-01')).toEqual([expect.stringMatching(/^pricing\.yaml:1:\d+ prices\.small\.changes\[1\]\.from: two prices of small begin on 2026-01-01; leave one$/)])
  expect(pricing('1 January')).toHaveLength(1)
})
