import type { CallScope, Clock, Ledger, ModelFailure, ModelProvider, ModelRequest, ModelSend, ProviderAnswer } from '@autopack/contracts'
import { createMemoryLedger } from '../ledger/memory-ledger.ts'
import { createModelClient } from '../model-client.ts'
import { scriptedFailure } from '@autopack/testkit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { modelsFile, pricingFile } from '../../test/models-file.ts'

const request: ModelRequest = {
  purpose: { role: 'builder', category: 'docs', complexity: 'low', failedAttempts: 0, avoidFamilies: [] },
  messages: [{ role: 'user', text: 'Write.' }],
  schema: { name: 'answer', schema: {} },
  maxOutputTokens: 500,
}
const answer: ProviderAnswer = { kind: 'answer', text: '{}', finish: 'stop', usage: { input: 100, cacheRead: 0, cacheWrite: 0, output: 10, reasoning: 5 }, served: 'alpha-mini' }

function scene(replies: readonly (ProviderAnswer | ModelFailure)[], pricing = pricingFile) {
  const time = { now: 1_000_000 }
  const clock: Clock = { now: () => time.now, monotonic: () => time.now, sleep: async (ms) => void (time.now += ms) }
  const ledger = createMemoryLedger({ clock })
  const sentAt: number[] = []
  const told: string[] = []
  const provider: ModelProvider = {
    contract: 1,
    name: 'one',
    send: async () => {
      sentAt.push(time.now)
      return replies[sentAt.length - 1] ?? answer
    },
  }
  const client = clientOf(ledger, clock, provider, pricing)
  const observer = { intent: async ({ operation }: ModelSend) => void told.push(`intent ${operation}`), outcome: async ({ operation }: ModelSend) => void told.push(`outcome ${operation}`) }
  const call = (id: string, scopes: readonly CallScope[] = []) => client.call({ id, run: 'r', phase: 'a', request, scopes }, observer, new AbortController().signal)
  return { time, clock, ledger, client, sentAt, told, call, provider }
}

function clientOf(ledger: Ledger, clock: Clock, provider: ModelProvider, pricing = pricingFile) {
  return createModelClient({ models: modelsFile, pricing, providers: { one: provider }, clock, ledger })
}

const budget = (hard: number, floor = 0): CallScope => ({ name: 'run.tokens', bucket: 'run', unit: 'tokens', hard, floor })

const faults = fc.constantFrom(...(['rateLimited', 'quotaExhausted', 'overloaded', 'transient', 'timeout', 'streamCut', 'refused', 'auth', 'unknown'] as const))
const replies = fc.array(
  fc.oneof(
    fc.constant(answer),
    fc.record({ fault: faults, ran: fc.boolean(), resetAfter: fc.option(fc.integer({ min: 1, max: 100_000 })) }).map(({ fault, ran, resetAfter }) => ({ fault, ran, resetAfter })),
  ),
  { maxLength: 12 },
)

test('whatever providers do: at most three sends a call, none before a known reset, and all of it charged once', async () => {
  await fc.assert(
    fc.asyncProperty(replies, async (script) => {
      const world = scene([])
      const resets: number[] = []
      const provider: ModelProvider = {
        ...world.provider,
        send: async (wire, signal) => {
          expect(world.time.now).toBeGreaterThanOrEqual(Math.max(0, ...resets))
          const said = script[world.sentAt.length]
          await world.provider.send(wire, signal)
          if (said === undefined || 'kind' in said) return answer
          const resetAt = said.resetAfter === null ? null : world.time.now + said.resetAfter
          if (resetAt !== null) resets.push(resetAt)
          return scriptedFailure(said.fault, { ran: said.ran, resetAt })
        },
      }
      const client = clientOf(world.ledger, world.clock, provider)
      for (let call = 1; call <= 4; call += 1) {
        const before = world.sentAt.length
        await client.call({ id: `c${call}`, run: 'r', phase: 'a', request, scopes: [budget(10_000_000)] }, { intent: async () => undefined, outcome: async () => undefined }, new AbortController().signal)
        expect(world.sentAt.length - before).toBeLessThanOrEqual(3)
      }
      const operations = await world.ledger.operations({})
      expect(operations.map(({ state }) => state)).toEqual(world.sentAt.map(() => 'settled'))
      for (const { settled, charged, facts } of operations) {
        const { usage, certainty } = settled ?? { usage: null, certainty: 'reported' }
        const total = usage === null ? (certainty === 'bound' ? facts.bound.tokens : 0) : usage.input + usage.cacheRead + usage.cacheWrite + usage.output + usage.reasoning
        expect(charged.reduce((sum, { amount }) => sum + amount, 0)).toBe(total)
      }
    }),
  )
})

describe('scopes', () => {
  test('hold together or not at all: a child never takes what its parent has not', async () => {
    const { call, sentAt, ledger } = scene([])
    const child: CallScope = { ...budget(1_000_000), name: 'phase.tokens', bucket: 'phase' }
    expect(await call('c1', [child, budget(100)])).toMatchObject({ kind: 'over-budget', cap: 'run.tokens', used: 0, limit: 100 })
    expect(sentAt).toEqual([])
    expect((await ledger.snapshot(['tokens:phase'], [])).buckets['tokens:phase']?.held ?? 0).toBe(0)
  })

  test('count what their owner knows of, where it is more', async () => {
    const { call } = scene([])
    expect((await call('c1', [budget(2000)])).kind).toBe('answer')
    expect(await call('c2', [budget(2000, 1900)])).toMatchObject({ kind: 'over-budget', used: 1900 })
  })

  test('let no more through together than one after the other', async () => {
    const { call, ledger } = scene([])
    const results = await Promise.all(Array.from({ length: 20 }, (_, index) => call(`c${index}`, [budget(3000)])))
    expect(results.filter(({ kind }) => kind === 'over-budget').length).toBeGreaterThan(0)
    expect((await ledger.snapshot(['tokens:run'], [])).buckets['tokens:run']?.posted ?? 0).toBeLessThanOrEqual(3000)
  })
})

test('what was charged stays as it is when prices change', async () => {
  const { call, ledger, clock, provider } = scene([])
  const money: CallScope = { name: 'run.usd', bucket: 'run', unit: 'usd', hard: 1_000_000_000, floor: 0 }
  await call('c1', [money])
  const before = await ledger.operations({})
  const dearer = { version: 1, prices: { ...pricingFile.prices, cheap: { input: 100, output: 100 } } } as const
  await clientOf(ledger, clock, provider, dearer).recover('c1/1', null)
  expect(await ledger.operations({})).toEqual(before)
})

test('each send is told of before it leaves and after it came back, under its own name', async () => {
  const { call, told } = scene([scriptedFailure('streamCut', { ran: true })])
  await call('c')
  expect(told).toEqual(['intent c/1', 'outcome c/1', 'intent c/2', 'outcome c/2'])
})

test('an observer that fails keeps the request from leaving, and gives back what was held', async () => {
  const { client, sentAt, ledger } = scene([])
  const failing = { intent: async () => Promise.reject(new Error('fenced')), outcome: async () => undefined }
  await expect(client.call({ id: 'c', run: null, phase: null, request, scopes: [budget(10_000)] }, failing, new AbortController().signal)).rejects.toThrow('fenced')
  expect([sentAt, (await ledger.operations({})).map(({ state }) => state)]).toEqual([[], ['voided']])
})

test('five failures in a row close a model for every process, until one call has tried it', async () => {
  const { call, sentAt, time, clock, ledger, provider } = scene(Array.from({ length: 5 }, () => scriptedFailure('transient')))
  await call('c1')
  await call('c2')
  expect(sentAt).toHaveLength(5)
  const other = clientOf(ledger, clock, provider)
  const ask = (id: string) => other.call({ id, run: null, phase: null, request, scopes: [] }, { intent: async () => undefined, outcome: async () => undefined }, new AbortController().signal)
  expect(await ask('c3')).toMatchObject({ kind: 'failure', failure: 'overloaded', ran: false })
  expect(sentAt).toHaveLength(5)
  time.now += 300_000
  expect((await ask('c4')).kind).toBe('answer')
  expect((await ask('c5')).kind).toBe('answer')
})

test('a closed model, or one that is being tried, is tried at its time though the clock was set back', async () => {
  const { call, sentAt, time, ledger } = scene(Array.from({ length: 5 }, () => scriptedFailure('transient')))
  await call('c1')
  await call('c2')
  time.now -= 86_400_000
  expect((await call('c3')).kind).toBe('answer')
  expect(sentAt).toHaveLength(6)
  const seen = await ledger.breaker('model/one/cheap')
  await ledger.putBreaker('model/one/cheap', seen?.version ?? null, { failures: 5, openUntil: time.now, probeUntil: time.now + 600_001 })
  expect((await call('c4')).kind).toBe('answer')
  expect(sentAt).toHaveLength(7)
})

test('a call that tried a closed model and was given up leaves the trying to the next', async () => {
  const { call, sentAt, time, clock, ledger, provider } = scene(Array.from({ length: 5 }, () => scriptedFailure('transient')))
  await call('c1')
  await call('c2')
  time.now += 300_000
  const impatient = clientOf(ledger, clock, { ...provider, send: async () => scriptedFailure('aborted', { ran: true }) })
  expect(await impatient.call({ id: 'c3', run: null, phase: null, request, scopes: [] }, { intent: async () => undefined, outcome: async () => undefined }, new AbortController().signal)).toMatchObject({ failure: 'aborted' })
  expect((await call('c4')).kind).toBe('answer')
  expect(sentAt).toHaveLength(6)
})

describe('a send whose process died', () => {
  const dying = async (stage: 'before' | 'after') => {
    const world = scene([])
    const observer = { intent: async () => undefined, outcome: async () => undefined }
    const died = new Promise<never>(() => undefined)
    const reached = Promise.withResolvers<null>()
    const stop = async () => (reached.resolve(null), died)
    const client = clientOf(world.ledger, world.clock, stage === 'after' ? { ...world.provider, send: stop } : world.provider)
    void client.call({ id: 'c', run: null, phase: null, request, scopes: [budget(100_000)] }, stage === 'before' ? { ...observer, intent: stop } : observer, new AbortController().signal)
    await reached.promise
    return world
  }

  test('and never left is given back', async () => {
    const { client, ledger } = await dying('before')
    expect(await client.recover('c/1', null)).toBe('unsent')
    expect((await ledger.snapshot(['tokens:run'], [])).buckets['tokens:run']).toEqual({ posted: 0, held: 0 })
  })

  test('and left is charged its bound, until its answer is found', async () => {
    const { client, ledger } = await dying('after')
    const used = async () => (await ledger.snapshot(['tokens:run'], [])).buckets['tokens:run']
    expect(await client.recover('c/1', null)).toBe('charged')
    const [operation] = await ledger.operations({})
    expect(await used()).toEqual({ posted: operation?.facts.bound.tokens, held: 0 })
    const kept = { ...answer, kind: 'answer', usage: { input: 100, cacheRead: 0, cacheWrite: 0, output: 10, reasoning: 5 }, usageCertainty: 'reported', model: 'cheap', family: 'alpha', nanoUsd: 1 } as const
    expect(await client.recover('c/1', kept)).toBe('charged')
    expect(await client.recover('c/1', kept)).toBe('charged')
    expect(await used()).toEqual({ posted: 115, held: 0 })
  })
})
