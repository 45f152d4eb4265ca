import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { policyText, project, resolve, strategyText } from '../../test/fixtures.ts'
import type { Problem } from '../problem/problem.ts'
import { formatProblem } from '../problem/problem.ts'
import { checkProject } from './check-project.ts'
import { readModelsFile, readPolicyFile, readPricingFile, readProjectConfiguration, readStrategyFile } from './read-files.ts'

function problems(read: { readonly kind: string; readonly problems?: readonly Problem[] }): string[] {
  return (read.problems ?? []).map(formatProblem)
}

describe('policy.yaml', () => {
  const read = (text: string): string[] => problems(readPolicyFile({ text, file: 'policy.yaml' }))

  test('is read', () => {
    expect(read(policyText)).toEqual([])
  })

  test('has a verdict for every class in every run type', () => {
    expect(read(policyText.replace('config: deny, ', ''))).toEqual([
      'policy.yaml:8:16 runTypes.maintenance.config: no verdict for the class `config`; one of `allow`, `ask`, `deny` is required for every class',
    ])
  })

  test('has a verdict for nothing else', () => {
    expect(read(policyText.replace('config: deny', 'config: deny, sorce: ask'))).toEqual([
      expect.stringContaining('there is no class `sorce` (did you mean `source`?); there are `security`, `config`, `source`'),
    ])
  })

  test('has all run types, and globs that are globs', () => {
    expect(read(policyText.replace(/ {2}maintenance.*\n/, ''))).toEqual([expect.stringContaining('runTypes.maintenance: missing')])
    expect(read(policyText.replace('"src/auth/**"', '"/src/**"'))).toEqual([expect.stringContaining('classes.security[0]: `/src/**` is absolute')])
  })
})

describe('models.yaml', () => {
  const models = (provider: string, chain: string): string => `version: 1
providers: { open: { kind: openai } }
models: { small: { provider: ${provider}, name: m, family: f, billing: free, maxOutputTokens: 10 } }
roles: { builder: { low: [small], medium: [${chain}], high: [small] } }
escalateAfter: 1
`
  const read = (text: string): string[] => problems(readModelsFile({ text, file: 'models.yaml' }))

  test('is read', () => {
    expect(read(models('open', 'small'))).toEqual([])
  })

  test('names providers and models that exist', () => {
    expect(read(models('opn', 'smal'))).toEqual([
      expect.stringContaining('models.small.provider: there is no provider `opn` (did you mean `open`?); there are `open`'),
      expect.stringContaining('roles.builder.medium[0]: there is no model `smal` (did you mean `small`?)'),
    ])
  })

  test('names what exists in limits and routing too', () => {
    const limit = 'limits: { weekly: { provider: opn, model: smal, tokens: 5, window: { kind: calendar, every: week, timeZone: Mars/Olympus } } }'
    const routing = 'routing: { fallbacks: { docs: [tiny] }, strongest: { models: [huge], afterFailed: { highRisk: 1, otherwise: 2 }, categories: [] } }'
    expect(read(`${models('open', 'small')}${limit}\n${routing}\n`)).toEqual([
      expect.stringContaining('limits.weekly.provider: there is no provider `opn`'),
      expect.stringContaining('limits.weekly.model: there is no model `smal`'),
      expect.stringContaining('limits.weekly.window.timeZone: there is no time zone `Mars/Olympus`'),
      expect.stringContaining('routing.fallbacks.docs[0]: there is no model `tiny`'),
      expect.stringContaining('routing.strongest.models[0]: there is no model `huge`'),
    ])
  })

  test('limits what can be: models of the provider that is named, money that is some, windows that end', () => {
    const more = (limit: string): string[] => read(models('open', 'small').replace('open: { kind: openai } }', 'open: { kind: openai }, shut: { kind: openai } }') + `limits: { few: { ${limit} } }\n`)
    const window = 'window: { kind: sliding, minutes: 60 }'
    expect(more(`provider: open, model: small, requests: 1, ${window}`)).toEqual([])
    expect(more(`provider: shut, model: small, requests: 1, ${window}`)).toEqual([
      'models.yaml:6:41 limits.few.model: the model `small` is of the provider `open`, not of `shut`: this limit would count nothing; leave `provider` out, or name `open`',
    ])
    expect(more(`usd: 0.0000000001, ${window}`)).toEqual([expect.stringContaining('models.yaml:6:23 limits.few.usd: ')])
    expect(more('requests: 1, window: { kind: anchored, minutes: 1e300 }')).toEqual([expect.stringContaining('limits.few.window.minutes: ')])
  })

  test('has room for an answer in the context of a model', () => {
    const sized = (contextWindow: number): string[] => read(models('open', 'small').replace('maxOutputTokens: 10', `maxOutputTokens: 10, contextWindow: ${contextWindow}`))
    expect(sized(10)).toEqual([])
    expect(sized(9)).toEqual(['models.yaml:3:107 models.small.contextWindow: request and answer together may have 9 tokens, the answer alone 10: raise it, or lower `maxOutputTokens`'])
  })

  test('limits one thing at a time', () => {
    expect(read(`${models('open', 'small')}limits: { all: { tokens: 5, requests: 5, window: { kind: sliding, minutes: 1 } } }\n`)).toEqual([expect.stringContaining('exactly one of `tokens`, `usd` and `requests` is needed')])
  })
})

describe('.autopack/config.yaml', () => {
  const read = (text: string): string[] => problems(readProjectConfiguration({ text, file: 'config.yaml' }))

  test('grants paths by globs, and passes on variables by name', () => {
    expect(read('version: 1\npolicy: { allowPaths: ["../x", ".github/**"] }\nci: { normal: [{ run: ["a"], envFrom: [GIT_DIR] }] }')).toEqual([
      expect.stringContaining('config.yaml:2:24 policy.allowPaths[0]: `../x` contains `..`'),
      expect.stringContaining('ci.normal[0].envFrom[0]: `GIT_DIR` is reserved'),
    ])
  })

  test('grants categories that exist', () => {
    const configuration = project('version: 1\npolicy: { autoApply: [docs, debt_cleanp] }')
    expect(checkProject(configuration, resolve(null)).map(formatProblem)).toEqual([
      expect.stringContaining('.autopack/config.yaml:2:29 policy.autoApply[1]: there is no category `debt_cleanp` (did you mean `debt_cleanup`?)'),
    ])
  })

  test('says which subkinds and levels a category of its own may have', () => {
    const row = (complexity: string): string =>
      `version: 1\ncategories: { own: { complexity: ${complexity}, ciProfile: normal, builderAttempts: 1, auditRounds: 1, minorFactor: 1, autoApply: true } }`
    expect(read(row('{ patch: low, major: high }'))).toEqual([])
    expect(read(row('hihg'))).toEqual([expect.stringContaining('categories.own.complexity: the text `hihg` is not allowed (did you mean `high`?)')])
    expect(read(row('{ patch: hihg }'))).toEqual([expect.stringContaining('categories.own.complexity.patch: the text `hihg` is not allowed')])
    expect(read(row('{}'))).toEqual([expect.stringContaining('categories.own.complexity: ')])
    expect(read('version: 1\ncategories: { Own: {} }')[0]).toContain('categories.Own: `Own` is not a valid name; lower-case letters, digits and underscores')
  })
})

test('the shares of builder and auditor add up', () => {
  const text = strategyText.replace('builder: 0.75', 'builder: 0.9')
  expect(problems(readStrategyFile({ text, file: 'strategy.yaml' }))).toEqual([expect.stringContaining('phase.roleShare: a mapping is not allowed; builder and auditor must add up to 1')])
})

test('what is shipped is valid', () => {
  const text = (name: string): { text: string; file: string } => ({ text: readFileSync(new URL(`../../../../config/${name}`, import.meta.url), 'utf8'), file: name })
  expect(problems(readModelsFile(text('models.yaml')))).toEqual([])
  expect(problems(readPricingFile(text('pricing.yaml')))).toEqual([])
  expect(problems(readPolicyFile(text('policy.yaml')))).toEqual([])
})
