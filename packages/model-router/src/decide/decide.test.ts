import { modelsFileSchema, neverDowngradeDefault, pricingFileSchema, type ModelProvider, type ModelPurpose, type ModelsFile } from '@autopack/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '../configuration/compile.ts'
import type { Tables } from '../configuration/tables.ts'
import { decide } from './decide.ts'
import type { Decision, RouteRequest } from './decision.ts'
import { explain } from './explain.ts'
import { factsOf } from './facts.ts'
import { simulate } from './simulate.ts'
import type { Situation } from './situation.ts'

const keys = ['one', 'two', 'three', 'four', 'five'] as const
const provider: ModelProvider = { contract: 1, name: 'p', send: async () => ({ kind: 'answer', text: '', finish: 'stop', usage: null, served: '' }) }
const pricing = pricingFileSchema.parse({ version: 1, prices: Object.fromEntries(keys.map((key, index) => [key, { input: 5 - index, output: 5 - index }])) })

interface Shape {
  readonly chain: readonly string[]
  readonly reasoning?: readonly string[]
  readonly model?: Partial<ModelsFile['models'][string]>
  readonly more?: Partial<Pick<ModelsFile, 'limits' | 'routing' | 'escalateAfter'>>
}

function tablesOf({ chain, reasoning = [], model = {}, more = {} }: Shape): Tables {
  const models = modelsFileSchema.parse({
    version: 1,
    providers: { p: { kind: 'openai' }, q: { kind: 'openai' } },
    models: Object.fromEntries(keys.map((key, index) => [key, { provider: index % 2 === 0 ? 'p' : 'q', name: key, family: index < 2 ? 'north' : 'south', billing: 'metered', maxOutputTokens: 100, reasoning: reasoning.includes(key), ...model }])),
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

  test('falls back to a later step of its own where the category names it, unless nothing less may serve', () => {
    const waits: Situation = { ...calm, cooldowns: { 'model/p/one': { until: 5000, reason: 'later' } } }
    const named = (more: Partial<NonNullable<ModelsFile['routing']>> = {}): Tables => tablesOf({ chain: ['one', 'two', 'three'], more: { routing: { fallbacks: { docs: ['four', 'two'] }, ...more } } })
    expect(takenBy(ask(named({ fallbacks: { docs: ['two'] } }), {}, waits))).toBe('two')
    expect(takenBy(ask(named(), {}, waits))).toBe('four')
    expect(ask(named()).candidates.map(({ model, origin, reason }) => [model, origin, reason])).toEqual([['one', 'chain', 'taken'], ['three', 'chain', 'later'], ['four', 'fallback', 'behind'], ['two', 'fallback', 'behind']])
    expect(takenBy(ask(named(), { failedAttempts: 1 }))).toBe('two')
    expect(takenBy(ask(named({ neverDowngrade: ['docs'] }), {}, waits))).toBe(null)
    const strongest = { models: ['two'], afterFailed: { highRisk: 1, otherwise: 2 }, categories: [] }
    expect(takenBy(ask(named({ strongest, fallbacks: { docs: ['two'] } }), {}, waits))).toBe(null)
  })

  test('says of every model why it was taken or not', () => {
    const lines = explain(ask(tables, { failedAttempts: 1 }), { ...purpose, failedAttempts: 1 })
    expect(lines.map(({ model, taken }) => [model, taken])).toEqual([['two', true], ['three', false], ['one', false]])
    expect(lines.every(({ because }) => because.length > 0)).toBe(true)
    expect(lines[0]?.because).toMatch(/ after 1 failed attempt$/)
  })

  test('is passed over by a person’s word', () => {
    expect(takenBy(ask(tables, {}, calm, 'five'))).toBe('five')
  })
})

describe('a reasoning model', () => {
  const tables = tablesOf({ chain: ['one', 'two', 'three'], reasoning: ['two'] })
  const tagged = { tags: ['algorithmic_core'] } as const

  test('is passed over where no tag asks for one, and no step of the chain', () => {
    expect([0, 1, 2].map((failedAttempts) => takenBy(ask(tables, { failedAttempts })))).toEqual(['one', 'three', 'three'])
    expect(explain(ask(tables), purpose).find(({ model }) => model === 'two')).toMatchObject({ taken: false, because: expect.stringContaining('by a tag') })
  })

  test('is where a phase with a tag begins', () => {
    expect([0, 1, 2].map((failedAttempts) => takenBy(ask(tables, { ...tagged, failedAttempts })))).toEqual(['two', 'two', 'three'])
  })

  test('stays an escalation where it is one of the strongest', () => {
    const reserved = tablesOf({ chain: ['one', 'two'], reasoning: ['two'], more: { routing: { strongest: { models: ['two'], afterFailed: { highRisk: 1, otherwise: 2 }, categories: [] } } } })
    expect([0, 3].map((failedAttempts) => takenBy(ask(reserved, { ...tagged, failedAttempts })))).toEqual(['one', 'two'])
  })

  test('is no fallback either without a tag', () => {
    const standing = tablesOf({ chain: ['one'], reasoning: ['two'], more: { routing: { fallbacks: { docs: ['two', 'three'] } } } })
    const waits: Situation = { ...calm, cooldowns: { 'model/p/one': { until: 5000, reason: 'later' } } }
    expect([takenBy(ask(standing, {}, waits)), takenBy(ask(standing, tagged, waits))]).toEqual(['three', 'two'])
  })
})

describe('a context window', () => {
  const tables = tablesOf({ chain: ['one'], model: { contextWindow: 200 } })
  const sized = (input: number, output: number): Decision => decide(tables, calm, { purpose, input, output, override: null })

  test('holds the request, at four bytes a token, and its answer', () => {
    expect(takenBy(sized(400, 100))).toBe('one')
    expect(sized(401, 100)).toMatchObject({ kind: 'refused', reason: 'context' })
    expect(sized(1000, 0).kind).toBe('refused')
  })

  test('is named where it is too small', () => {
    expect(explain(sized(4000, 100), purpose)[0]?.because).toBe('one takes 200 tokens in all; the request has about 1000 and its answer may have 100')
  })
})

test('cheap_first goes by the prices of the day', () => {
  const models = modelsFileSchema.parse({
    version: 1,
    providers: { p: { kind: 'openai' } },
    models: Object.fromEntries(['one', 'two'].map((key) => [key, { provider: 'p', name: key, family: 'f', billing: 'metered', maxOutputTokens: 100 }])),
    roles: { builder: { low: ['one', 'two'], medium: ['one'], high: ['one'] } },
    escalateAfter: 1,
    routing: { strategies: { docs: 'cheap_first' } },
  })
  const dated = pricingFileSchema.parse({ version: 1, prices: { one: { input: 1, output: 1 }, two: { input: 2, output: 2, changes: [{ from: '2026-02-01', input: 0.5, output: 0.5 }] } } })
  const tables = compile({ models, pricing: dated, providers: { p: provider } })
  const on = (day: string): Decision => ask(tables, {}, { ...calm, now: Date.parse(day) })
  expect([on('2026-01-31'), on('2026-02-01')].map(takenBy)).toEqual(['one', 'two'])
  expect([on('2026-01-31'), on('2026-02-01')].map((decision) => (decision.kind === 'taken' ? decision.bound.nanoUsd : 0))).toEqual([200_000, 100_000])
})

test('a wait for longer than anything lasts was written before the clock was set back: it is over', () => {
  const waits = (until: number): Situation => ({ ...calm, cooldowns: { 'provider/p': { until, reason: 'later' } } })
  const tables = tablesOf({ chain: ['one'] })
  expect([calm.now + 35 * 86_400_000, calm.now + 36 * 86_400_000, 33_318_604_800_000].map((until) => takenBy(ask(tables, {}, waits(until))))).toEqual([null, 'one', 'one'])
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
  reasoning: fc.subarray([...keys]),
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
  limits: fc.record({ tight: fc.record({ of: fc.constant('requests:quota/tight/*/*/*/sliding-1'), used: fc.nat(2), resetAt: fc.integer({ min: 1001, max: 5000 }) }) }),
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
    tags: fc.subarray(['static_analysis'] as const),
  }),
  input: fc.nat(1000),
  output: fc.nat(1000),
  override: fc.option(fc.constantFrom(...keys)),
})

/** The chain that a phase has, the cheapest first where it goes by that: each of `keys` is cheaper than the one before it. */
function chainOf({ chain, reasoning, more }: { readonly [Key in keyof Required<Shape>]?: Shape[Key] }, tags: readonly string[]): readonly string[] {
  const eligible = (chain ?? []).filter((key) => tags.length > 0 || reasoning?.includes(key) !== true)
  const index = (key: string): number => keys.findIndex((known) => known === key)
  return more?.routing?.strategies?.['security_auth_change'] === 'cheap_first' ? eligible.toSorted((one, other) => index(other) - index(one)) : eligible
}

describe('for any configuration, situation and request', () => {
  test('a never-downgrade call is served by what it gets on a calm day, or by what is above it, or not at all', () => {
    fc.assert(
      fc.property(shapes, situations, requests, (shape, situation, request) => {
        const strict = { ...request, purpose: { ...request.purpose, category: 'security_auth_change' } }
        const tables = tablesOf(shape)
        const chain = chainOf(shape, strict.purpose.tags ?? [])
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
