import { modelsFileSchema, neverDowngradeDefault, pricingFileSchema, type ModelProvider, type ModelPurpose, type ModelsFile } from '@autopack/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile, type Tables } from '../configuration/compile.ts'
import { decide } from './decide.ts'
import type { Decision, RouteRequest } from './decision.ts'
import { explain } from './explain.ts'
import { factsOf, simulate } from './simulate.ts'
import type { Situation } from './situation.ts'

const keys = ['one', 'two', 'three', 'four', 'five'] as const
const provider: ModelProvider = { contract: 1, name: 'p', send: async () => ({ kind: 'answer', text: '', finish: 'stop', usage: null, served: '' }) }
const pricing = pricingFileSchema.parse({ version: 1, prices: Object.fromEntries(keys.map((key, index) => [key, { input: 5 - index, output: 5 - index }])) })

interface Shape {
  readonly chain: readonly string[]
  readonly more?: Partial<Pick<ModelsFile, 'limits' | 'routing' | 'escalateAfter'>>
}

function tablesOf({ chain, more = {} }: Shape): Tables {
  const models = modelsFileSchema.parse({
    version: 1,
    providers: { p: { kind: 'openai' }, q: { kind: 'openai' } },
    models: Object.fromEntries(keys.map((key, index) => [key, { provider: index % 2 === 0 ? 'p' : 'q', name: key, family: index < 2 ? 'north' : 'south', billing: 'metered', maxOutputTokens: 100 }])),
    roles: { builder: { low: chain, medium: chain, high: chain } },
    escalateAfter: 1,
    ...more,
  })
  return compile({ models, pricing, providers: { p: provider, q: provider } })
}

const purpose: ModelPurpose = { role: 'builder', category: 'docs', complexity: 'low', failedAttempts: 0, avoidFamilies: [] }
const calm: Situation = { now: 1000, limits: {}, cooldowns: {}, breakers: {} }

function ask(tables: Tables, changes: Partial<ModelPurpose> = {}, situation: Situation = calm, override: string | null = null): Decision {
  return decide(tables, situation, { purpose: { ...purpose, ...changes }, input: 100, output: 100, override })
}

const takenBy = (decision: Decision): string | null => (decision.kind === 'taken' ? decision.model : null)

describe('a chain', () => {
  const tables = tablesOf({ chain: ['one', 'two', 'three'] })

  test('is moved along by failed attempts, and holds at its end', () => {
    expect([0, 1, 2, 9].map((failedAttempts) => takenBy(ask(tables, { failedAttempts })))).toEqual(['one', 'two', 'three', 'three'])
  })

  test('is left for another family where it has one, the stronger first', () => {
    expect(takenBy(ask(tables, { avoidFamilies: ['north'] }))).toBe('three')
    expect(takenBy(ask(tables, { avoidFamilies: ['south'], failedAttempts: 2 }))).toBe('two')
    expect(takenBy(ask(tablesOf({ chain: ['one', 'two'] }), { avoidFamilies: ['north'] }))).toBe('one')
  })

  test('falls back to what is weaker, never to what is stronger', () => {
    const waits: Situation = { ...calm, cooldowns: { 'model/q/two': { until: 5000, reason: 'later' } } }
    expect(takenBy(ask(tables, { failedAttempts: 1 }, waits))).toBe('one')
    expect(ask(tables, {}, { ...calm, cooldowns: { 'model/p/one': { until: 5000, reason: 'later' } } })).toMatchObject({ kind: 'refused', reason: 'quota', resetAt: 5000 })
  })

  test('says of every model why it was taken or not', () => {
    const lines = explain(ask(tables, { failedAttempts: 1 }), { ...purpose, failedAttempts: 1 })
    expect(lines.map(({ model, taken }) => [model, taken])).toEqual([['two', true], ['three', false], ['one', false]])
    expect(lines.every(({ because }) => because.length > 0)).toBe(true)
  })

  test('is passed over by a person’s word', () => {
    expect(takenBy(ask(tables, {}, calm, 'five'))).toBe('five')
  })
})

test('a model that failed too often is not asked until its time is over, then by one call', () => {
  const tables = tablesOf({ chain: ['one'] })
  const broken = (probeUntil: number | null): Situation => ({ ...calm, breakers: { 'model/p/one': { failures: 5, openUntil: 500, probeUntil } } })
  expect(ask(tables, {}, { ...broken(null), now: 400 })).toMatchObject({ kind: 'refused', reason: 'unhealthy', resetAt: 500 })
  expect(takenBy(ask(tables, {}, broken(null)))).toBe('one')
  expect(ask(tables, {}, broken(2000))).toMatchObject({ kind: 'refused', resetAt: 2000 })
})

const chains = fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1 })
const shapes = fc.record({
  chain: chains,
  more: fc.record({
    escalateAfter: fc.integer({ min: 1, max: 3 }),
    limits: fc.constant({ tight: { requests: 1, soft: 0.8, window: { kind: 'sliding', minutes: 1 } } } as const),
    routing: fc.record({
      strategies: fc.constantFrom({}, { security_auth_change: 'cheap_first' }, { security_auth_change: 'best_first' }),
      fallbacks: chains.map((models) => ({ security_auth_change: models })),
      strongest: fc.record({ models: chains, afterFailed: fc.record({ highRisk: fc.nat(3), otherwise: fc.nat(3) }), categories: fc.subarray(['security_auth_change', 'docs']) }),
    }),
  }),
})
const situations: fc.Arbitrary<Situation> = fc.record({
  now: fc.constant(1000),
  limits: fc.record({ tight: fc.record({ used: fc.nat(2), resetAt: fc.integer({ min: 1001, max: 5000 }) }) }),
  cooldowns: fc.dictionary(fc.constantFrom('provider/p', 'provider/q', 'model/p/one', 'model/q/two', 'model/p/three'), fc.record({ until: fc.integer({ min: 0, max: 5000 }), reason: fc.constant('later') })),
  breakers: fc.dictionary(fc.constantFrom('model/p/one', 'model/q/two'), fc.record({ failures: fc.constant(5), openUntil: fc.integer({ min: 0, max: 5000 }), probeUntil: fc.constant(null) })),
})
const requests: fc.Arbitrary<RouteRequest> = fc.record({
  purpose: fc.record({
    role: fc.constant('builder' as const),
    category: fc.constantFrom(...neverDowngradeDefault.map((category) => category.split('/')[0] ?? ''), 'docs'),
    subkind: fc.constantFrom(null, 'destructive', 'remote'),
    complexity: fc.constantFrom('low', 'medium', 'high'),
    failedAttempts: fc.nat(4),
    avoidFamilies: fc.subarray(['north', 'south']),
    highRisk: fc.boolean(),
  }),
  input: fc.nat(1000),
  output: fc.nat(1000),
  override: fc.option(fc.constantFrom(...keys)),
})

describe('for any configuration, situation and request', () => {
  test('a never-downgrade call is served by what it gets on a calm day, or by what is above it, or not at all', () => {
    fc.assert(
      fc.property(shapes, situations, requests, (shape, situation, request) => {
        const strict = { ...request, purpose: { ...request.purpose, category: 'security_auth_change' } }
        const tables = tablesOf(shape)
        const chain = (shape.more.routing.strategies['security_auth_change'] === 'cheap_first' ? tables.byPrice : tables.chains).builder[strict.purpose.complexity].map(({ key }) => key)
        const owed = decide(tables, calm, { ...strict, override: null, purpose: { ...strict.purpose, avoidFamilies: [] } })
        const served = takenBy(decide(tables, situation, strict))
        if (served !== null && owed.kind === 'taken') expect(chain.indexOf(served)).toBeGreaterThanOrEqual(chain.indexOf(owed.model))
      }),
      { numRuns: 500 },
    )
  })

  test('what is taken may be called now: no wait, no open breaker, no full limit', () => {
    fc.assert(
      fc.property(shapes, situations, requests, (shape, situation, request) => {
        const tables = tablesOf(shape)
        const model = tables.models.get(takenBy(decide(tables, situation, request)) ?? '')
        if (model === undefined) return
        for (const key of [model.providerKey, model.modelKey]) expect(situation.cooldowns[key]?.until ?? 0).toBeLessThanOrEqual(situation.now)
        expect(situation.breakers[model.modelKey]?.openUntil ?? 0).toBeLessThanOrEqual(situation.now)
        expect(situation.limits['tight']?.used ?? 0).toBe(0)
      }),
      { numRuns: 500 },
    )
  })

  test('a decision that is made again from its record is the same', () => {
    fc.assert(
      fc.property(shapes, situations, requests, (shape, situation, request) => {
        const decision = decide(tablesOf(shape), situation, request)
        const recorded = { operation: 'o/1', run: null, phase: null, at: 1, decision: JSON.parse(JSON.stringify({ request, situation, decision })) }
        expect(factsOf(recorded)?.decision).toEqual(JSON.parse(JSON.stringify(decision)))
        expect(simulate(tablesOf(shape), [recorded])).toMatchObject([{ was: takenBy(decision), would: takenBy(decision), unknown: [] }])
      }),
    )
  })
})

test('under another configuration it is said what nobody counted or tried', () => {
  const before = tablesOf({ chain: ['one'] })
  const request: RouteRequest = { purpose, input: 10, output: 10, override: null }
  const recorded = { operation: 'o/1', run: null, phase: null, at: 1, decision: { request, situation: calm, decision: decide(before, calm, request) } }
  const after = tablesOf({ chain: ['two'], more: { limits: { daily: { requests: 5, soft: 0.8, window: { kind: 'sliding', minutes: 1440 } } } } })
  expect(simulate(after, [recorded])).toMatchObject([{ was: 'one', would: 'two', unknown: ['the use of the limit daily', 'what two would have answered', 'the health of two'] }])
})
