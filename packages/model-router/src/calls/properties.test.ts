import { type ModelClient, type ModelFailure, type ModelOutcome, type ModelsFile, modelFailureClasses, modelsFileSchema, nanoPerUsd, type PricingFile, type ProviderAnswer, type Quota } from '@autopack/contracts'
import { scriptedFailure } from '@autopack/testkit'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from '../configuration/compile.ts'
import { decide } from '../decide/decide.ts'
import { factsOf } from '../decide/facts.ts'
import { answer, createScene, money, operation, request, silent, tokens } from '../../test/scene.ts'

const day = 86_400_000
const minute = 60_000

const amount = fc.double({ min: 0, max: 100, noNaN: true })
const classes = fc.record({ input: amount, output: amount, cacheRead: amount, cacheWrite: amount, reasoning: amount }, { requiredKeys: ['input', 'output'] })
const dated = fc.record({ from: fc.date({ min: new Date('2026-01-02'), max: new Date('2026-03-01'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)), price: classes })
const lists: fc.Arbitrary<PricingFile> = fc
  .record({ first: classes, changes: fc.uniqueArray(dated, { minLength: 1, maxLength: 4, selector: ({ from }) => from }) })
  .map(({ first, changes }) => ({ version: 1, prices: { cheap: { ...first, changes: changes.map(({ from, price }) => ({ from, ...price })) } } }))

test('whatever prices come later, and whenever they hold, nothing that was charged changes', async () => {
  const step = fc.oneof(
    fc.record({ does: fc.constant('call' as const), usage: fc.boolean() }),
    fc.record({ does: fc.constant('reprice' as const), list: lists }),
    fc.record({ does: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 30 }) }),
    fc.record({ does: fc.constant('settle again' as const), which: fc.nat(20) }),
  )
  await fc.assert(
    fc.asyncProperty(lists, fc.array(step, { minLength: 3, maxLength: 25 }), async (first, steps) => {
      const usages = [true]
      const scene = createScene({ pricing: first, send: async () => ({ ...answer, usage: usages[0] === true ? answer.usage : null }) })
      scene.time.now = Date.parse('2026-01-01')
      let client: ModelClient = scene.client
      let calls = 0
      const charged = async () => (await scene.ledger.operations({})).map(({ operation: name, charged: amounts, settled }) => ({ name, amounts, settled }))
      for (const taken of steps) {
        const before = await charged()
        if (taken.does === 'reprice') client = scene.other({ pricing: taken.list })
        if (taken.does === 'wait') scene.time.now += taken.days * day
        if (taken.does === 'settle again') {
          const known = before[taken.which]
          const kept: ModelOutcome = { ...answer, usage: { input: 9, cacheRead: 0, cacheWrite: 0, output: 9, reasoning: 0 }, usageCertainty: 'reported', model: 'cheap', family: 'alpha', nanoUsd: 9_999_999 }
          if (known !== undefined) for (const outcome of [null, kept]) await client.recover(known.name, outcome)
        }
        if (taken.does === 'call') {
          usages[0] = taken.usage
          calls += 1
          await client.call(operation(`c${calls}`, { scopes: [money] }), silent, new AbortController().signal)
        }
        expect((await charged()).slice(0, before.length)).toEqual(before)
      }
      const total = (await charged()).flatMap(({ amounts }) => amounts).reduce((sum, posting) => sum + posting.amount, 0)
      expect((await scene.ledger.snapshot(['usd:run'], [])).buckets['usd:run']?.posted ?? 0).toBe(total)
    }),
    { numRuns: 60 },
  )
})

const keys = ['one', 'two', 'three', 'four'] as const
const chains = fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1 })
const configurations = fc.record({
  chain: chains,
  reasoning: fc.subarray([...keys]),
  escalateAfter: fc.integer({ min: 1, max: 2 }),
  strategy: fc.constantFrom('progressive', 'best_first', 'cheap_first'),
  fallbacks: chains,
  strongest: fc.record({ models: chains, afterFailed: fc.record({ highRisk: fc.nat(2), otherwise: fc.nat(2) }), categories: fc.subarray(['security_auth_change']) }),
})

type Configuration = typeof configurations extends fc.Arbitrary<infer Value> ? Value : never

function modelsOf({ chain, reasoning, escalateAfter, strategy, fallbacks, strongest }: Configuration): ModelsFile {
  return modelsFileSchema.parse({
    version: 1,
    providers: { one: { kind: 'openai' } },
    models: Object.fromEntries(keys.map((key, index) => [key, { provider: 'one', name: key, family: index < 2 ? 'north' : 'south', billing: 'free', maxOutputTokens: 100, reasoning: reasoning.includes(key) }])),
    roles: { builder: { low: chain, medium: chain, high: chain } },
    escalateAfter,
    limits: { few: { requests: 6, window: { kind: 'sliding', minutes: 10 } } },
    routing: { strategies: { security_auth_change: strategy }, fallbacks: { security_auth_change: fallbacks }, strongest },
  })
}

const troubles = fc.record({ failure: fc.constantFrom(...modelFailureClasses), ran: fc.boolean(), after: fc.option(fc.integer({ min: 0, max: 40 * minute })) })
const replies = fc.oneof(fc.constant('answered' as const), fc.constantFrom(...keys).map((swapped) => ({ swapped })), troubles)

test('a never-downgrade call is asked of nothing lower than it is owed and answered by nothing else than was asked, whatever is configured and whatever fails', async () => {
  const purposes = fc.record({
    role: fc.constant('builder' as const),
    category: fc.constant('security_auth_change'),
    complexity: fc.constantFrom('low', 'medium', 'high'),
    failedAttempts: fc.nat(3),
    avoidFamilies: fc.subarray(['north', 'south']),
    highRisk: fc.boolean(),
    tags: fc.subarray(['static_analysis'] as const),
  })
  await fc.assert(
    fc.asyncProperty(configurations, fc.array(fc.record({ purpose: purposes, override: fc.option(fc.constantFrom(...keys)), wait: fc.nat(20 * minute) }), { minLength: 1, maxLength: 6 }), fc.array(replies, { maxLength: 20 }), async (configuration, calls, script) => {
      const asked: string[] = []
      const models = modelsOf(configuration)
      const scene = createScene({
        models,
        send: async ({ model }): Promise<ProviderAnswer | ModelFailure> => {
          const said = script[asked.length] ?? 'answered'
          asked.push(model)
          if (said === 'answered') return { ...answer, served: model }
          if ('swapped' in said) return { ...answer, served: said.swapped }
          return scriptedFailure(said.failure, { ran: said.ran, resetAt: said.after === null ? null : scene.time.now + said.after })
        },
      })
      for (const [index, { purpose, override, wait }] of calls.entries()) {
        scene.time.now += wait
        const calm = scene.client.preview({ ...request, purpose: { ...purpose, avoidFamilies: [] } })
        const eligible = configuration.chain.filter((key) => purpose.tags.length > 0 || !configuration.reasoning.includes(key))
        const place = (key: string): number => eligible.findIndex((known) => known === key)
        const before = asked.length
        const result = await scene.client.call(operation(`c${index}`, { request: { ...request, purpose }, ...(override === null ? {} : { override }) }), silent, new AbortController().signal)
        for (const key of asked.slice(before)) expect(place(key)).toBeGreaterThanOrEqual(calm.kind === 'quote' ? place(calm.model) : 0)
        if (result.kind === 'answer') expect(result.served).toBe(asked.at(-1))
      }
    }),
    { numRuns: 300 },
  )
})

test('whatever has happened since, every recorded decision is made again alike', async () => {
  await fc.assert(
    fc.asyncProperty(configurations, fc.array(fc.record({ category: fc.constantFrom('security_auth_change', 'docs'), failedAttempts: fc.nat(3), wait: fc.nat(20 * minute) }), { minLength: 1, maxLength: 6 }), fc.array(troubles, { maxLength: 12 }), async (configuration, calls, script) => {
      let sent = 0
      const models = modelsOf(configuration)
      const scene = createScene({
        models,
        send: async ({ model }) => {
          const said = script[(sent += 1) - 1]
          return said === undefined ? { ...answer, served: model } : scriptedFailure(said.failure, { ran: said.ran, resetAt: said.after === null ? null : scene.time.now + said.after })
        },
      })
      for (const [index, { category, failedAttempts, wait }] of calls.entries()) {
        scene.time.now += wait
        await scene.call(`c${index}`, { request: { ...request, purpose: { ...request.purpose, category, failedAttempts } } })
      }
      const recorded = await scene.ledger.decisions({ run: 'r' })
      const tables = compile({ models, pricing: { version: 1, prices: {} }, providers: { one: { contract: 1, name: 'one', send: async () => answer } } })
      expect(recorded.length).toBeGreaterThanOrEqual(calls.length)
      for (const { decision } of recorded) {
        const facts = factsOf({ decision })
        if (facts === null) throw new Error('a decision was not recorded as one')
        expect(JSON.parse(JSON.stringify(decide(tables, facts.situation, facts.request)))).toEqual(facts.decision)
      }
    }),
    { numRuns: 150 },
  )
})

test('children never take more than their parent has, however many ask at once', async () => {
  const budgets = fc.record({ parent: fc.integer({ min: 0, max: 6000 }), children: fc.array(fc.integer({ min: 0, max: 6000 }), { minLength: 1, maxLength: 3 }), floor: fc.nat(3000), calls: fc.array(fc.record({ child: fc.nat(2), used: fc.nat(500) }), { minLength: 1, maxLength: 15 }) })
  await fc.assert(
    fc.asyncProperty(budgets, async ({ parent, children, floor, calls }) => {
      const used = calls.map((call) => call.used)
      const within = async (): Promise<void> => {
        const { buckets } = await scene.ledger.snapshot(['tokens:run', ...children.map((_, child) => `tokens:child-${child}`)], [])
        const countOf = (bucket: string): number => (buckets[bucket]?.posted ?? 0) + (buckets[bucket]?.held ?? 0)
        expect(countOf('tokens:run')).toBeLessThanOrEqual(parent)
        children.forEach((hard, child) => expect(countOf(`tokens:child-${child}`)).toBeLessThanOrEqual(hard))
        expect(children.reduce((sum, _, child) => sum + countOf(`tokens:child-${child}`), 0)).toBe(countOf('tokens:run'))
      }
      const scene = createScene({
        send: async () => {
          await within()
          return { ...answer, usage: { input: used.shift() ?? 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 } }
        },
      })
      const ask = async ({ child }: { readonly child: number }, index: number) => {
        const own = child % children.length
        return scene.call(`c${index}`, { scopes: [tokens(parent, floor), { name: `child-${own}.tokens`, bucket: `child-${own}`, unit: 'tokens', hard: children[own] ?? 0, floor: 0 }] })
      }
      const results = await Promise.all(calls.map(ask))
      await within()
      expect(results.every(({ kind }) => kind === 'answer' || kind === 'over-budget')).toBe(true)
    }),
    { numRuns: 100 },
  )
})

const windows: fc.Arbitrary<Quota['window']> = fc.oneof(
  fc.record({ kind: fc.constant('sliding' as const), minutes: fc.integer({ min: 1, max: 3000 }) }),
  fc.record({ kind: fc.constant('anchored' as const), minutes: fc.integer({ min: 1, max: 3000 }) }),
  fc.record({ kind: fc.constant('calendar' as const), every: fc.constantFrom('day', 'week', 'month'), timeZone: fc.constantFrom('UTC', 'Asia/Tokyo', 'America/Los_Angeles', 'Africa/Cairo') }),
)

test('what finds no room now finds none either after the clock has been set back, or in another zone', async () => {
  await fc.assert(
    fc.asyncProperty(windows, fc.array(fc.nat(40 * minute), { minLength: 1, maxLength: 12 }), fc.nat(20 * day), fc.constantFrom('UTC', 'Pacific/Kiritimati', 'Pacific/Honolulu'), async (window, waits, back, timeZone) => {
      const limited = (of: Quota['window']): Pick<ModelsFile, 'limits'> => ({ limits: { few: { requests: 3, soft: 0.8, window: of } } })
      const scene = createScene({ models: limited(window) })
      scene.time.now = Date.parse('2026-03-28T10:00:00Z')
      let refused = false
      for (const [index, wait] of waits.entries()) {
        scene.time.now += wait
        refused = (await scene.call(`c${index}`)).kind === 'quota'
      }
      if (!refused) return
      const elsewhere = window.kind === 'calendar' ? scene.other({ models: limited({ ...window, timeZone }) }) : scene.client
      expect((await elsewhere.forecast([{ request, scopes: [], seen: { held: 0, used: 0 } }]))?.kind).toBe('quota')
      scene.time.now -= back
      expect((await scene.client.forecast([{ request, scopes: [], seen: { held: 0, used: 0 } }]))?.kind).toBe('quota')
    }),
    { numRuns: 200 },
  )
})

test('a limit in money is never passed at admission, whatever the prices and however many ask at once', async () => {
  await fc.assert(
    fc.asyncProperty(lists, fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 12 }), async (pricing, cents, calls) => {
      const hard = Math.round((cents / 100_000) * nanoPerUsd)
      const scene = createScene({
        pricing,
        send: async () => {
          const count = (await scene.ledger.snapshot(['usd:run'], [])).buckets['usd:run']
          expect((count?.posted ?? 0) + (count?.held ?? 0)).toBeLessThanOrEqual(hard)
          return { ...answer, usage: null }
        },
      })
      await Promise.all(Array.from({ length: calls }, (_, index) => scene.call(`c${index}`, { scopes: [{ ...money, hard }] })))
      expect((await scene.ledger.snapshot(['usd:run'], [])).buckets['usd:run']?.posted ?? 0).toBeLessThanOrEqual(hard)
    }),
    { numRuns: 60 },
  )
})
