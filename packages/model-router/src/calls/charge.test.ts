import type { ModelFailure } from '@autopack/contracts'
import { pricingFileSchema } from '@autopack/contracts'
import { scriptedFailure } from '@autopack/testkit'
import { describe, expect, test } from 'vitest'
import { answer, createScene, money, request, tokens } from '../../test/scene.ts'
import { modelsFile } from '../../test/models-file.ts'

const usage = { input: 100, cacheRead: 0, cacheWrite: 0, output: 3, reasoning: 0 }

describe('what is given up', () => {
  const aborted: ModelFailure = scriptedFailure('aborted', { ran: true, usage, partial: true, received: 2 })

  test('is charged what had been used by then, until it is known for certain', async () => {
    const { call, ledger, client } = createScene({ send: async () => aborted })
    expect(await call('c', { scopes: [tokens(10_000)] })).toMatchObject({ failure: 'aborted', usage, partial: true })
    const [known] = await ledger.operations({})
    expect(known).toMatchObject({ charged: [{ amount: 103 }], settled: { certainty: 'partial', final: false } })
    await client.recover('c/1', { ...answer, usage: { ...usage, output: 40 }, usageCertainty: 'reported', model: 'cheap', family: 'alpha', nanoUsd: 1 })
    expect((await ledger.operations({}))[0]).toMatchObject({ charged: [{ amount: 140 }], settled: { certainty: 'reported', final: true } })
  })

  test.each(['aborted', 'timeout'] as const)('is charged what had come of it, where what was reported was only its beginning: %s', async (failure) => {
    const { call, ledger } = createScene({ send: async () => scriptedFailure(failure, { ran: true, usage, partial: true, received: 60 }) })
    expect(await call('c', { scopes: [tokens(10_000)] })).toMatchObject({ usage: { input: 100, output: 60 }, nanoUsd: 100 * 250 + 60 * 2000 })
    expect((await ledger.operations({}))[0]).toMatchObject({ charged: [{ amount: 160 }], settled: { certainty: 'partial', final: false } })
  })

  test('is charged no more than it was allowed, however many bytes had come', async () => {
    const { call } = createScene({ send: async () => scriptedFailure('aborted', { ran: true, usage, partial: true, received: 100_000 }) })
    expect(await call('c')).toMatchObject({ usage: { output: request.maxOutputTokens } })
  })

  test.each([{}, { received: 0 }])('before a word had come, or nobody says whether one had, is charged its bound: %j', async (received) => {
    const { call, ledger } = createScene({ send: async () => scriptedFailure('aborted', { ran: true, usage, partial: true, ...received }) })
    await call('c', { scopes: [tokens(10_000)] })
    const [known] = await ledger.operations({})
    expect([known?.charged[0]?.amount, known?.settled?.certainty]).toEqual([known?.facts.bound.tokens, 'bound'])
  })

  test('and had told nothing is charged its bound, until it is known for certain', async () => {
    const { call, ledger } = createScene({ send: async () => scriptedFailure('aborted', { ran: true }) })
    await call('c', { scopes: [tokens(10_000)] })
    const [known] = await ledger.operations({})
    expect([known?.charged[0]?.amount, known?.settled?.certainty, known?.settled?.final]).toEqual([known?.facts.bound.tokens, 'bound', false])
  })

  test('is more than what broke off by itself, of which nothing is known', async () => {
    const { call, ledger } = createScene({ send: async () => scriptedFailure('streamCut', { ran: true, usage, partial: true, received: 60 }) })
    expect(await call('c', { scopes: [tokens(100_000)] })).toMatchObject({ failure: 'streamCut', usage: null })
    for (const { charged, facts } of await ledger.operations({})) expect(charged).toEqual([{ bucket: 'tokens:run', amount: facts.bound.tokens }])
  })
})

describe('one answer', () => {
  test('is charged once, whatever calls it comes to', async () => {
    const { call, ledger } = createScene({ send: async () => ({ ...answer, responseId: 'chatcmpl-9f8e7d6c5b4a39281706' }) })
    for (const id of ['one', 'two']) expect(await call(id, { scopes: [tokens(10_000)] })).toMatchObject({ kind: 'answer' })
    const operations = await ledger.operations({})
    expect(operations.map(({ charged }) => charged)).toEqual([[{ bucket: 'tokens:run', amount: 115 }], []])
    expect(operations[0]?.settled?.responseId).toMatch(/^one\/chatcmpl-9f8e7d6c5b4a39281706#[0-9a-f]{16}$/)
  })

  test('is one request for each time that it was sent for', async () => {
    const { call } = createScene({ send: async () => ({ ...answer, responseId: 'chatcmpl-9f8e7d6c5b4a39281706' }), models: { limits: { calls: { soft: 0.8, requests: 2, window: { kind: 'sliding', minutes: 60 } } } } })
    const results = [await call('one'), await call('two'), await call('three')]
    expect(results.map(({ kind }) => kind)).toEqual(['answer', 'answer', 'quota'])
  })

  test.each([
    ['used something else', (sent: number) => ({ usage: { input: 100, cacheRead: 0, cacheWrite: 0, output: sent, reasoning: 0 } })],
    ['says something else', (sent: number) => ({ text: `{"n":${sent}}` })],
  ])('of the same name that %s is another one: a server that calls them all alike passes no limit', async (_, different) => {
    let sent = 0
    const { call, ledger } = createScene({
      send: async () => ({ ...answer, usage: { input: 100, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 }, responseId: 'chatcmpl-proxy-0000000000', ...different((sent += 1)) }),
      models: { limits: { spend: { soft: 0.8, usd: 0.0015, window: { kind: 'sliding', minutes: 60 } } } },
    })
    for (let id = 0; id < 50 && (await call(`c${id}`)).kind === 'answer'; id += 1);
    expect(sent).toBeLessThan(50)
    const spent = (await ledger.operations({})).map(({ charged }) => charged[0]?.amount ?? 0)
    expect(spent.every((amount) => amount > 0)).toBe(true)
  })

  test('without a name is charged each time', async () => {
    const { call, ledger } = createScene()
    for (const id of ['one', 'two']) await call(id, { scopes: [tokens(10_000)] })
    expect((await ledger.snapshot(['tokens:run'], [])).buckets['tokens:run']?.posted).toBe(230)
  })
})

test('two calls of one name at once are not both sent for the price of one', async () => {
  const { call, sentAt, ledger } = createScene()
  const ends = await Promise.allSettled([call('c', { scopes: [tokens(10_000)] }), call('c', { scopes: [tokens(10_000)] })])
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(ends[1]).toMatchObject({ reason: { code: 'AUTOPACK_LEDGER_MISUSE', message: expect.stringContaining('give each call an id of its own') } })
  expect([sentAt.length, (await ledger.operations({})).map(({ charged }) => charged[0]?.amount)]).toEqual([1, [115]])
})

describe('an answer without usage', () => {
  test('is charged what is configured for its model', async () => {
    const { cheap } = modelsFile.models
    if (cheap === undefined) throw new Error('there is no such model')
    const { call } = createScene({ send: async () => ({ ...answer, usage: null }), models: { models: { ...modelsFile.models, cheap: { ...cheap, estimate: { input: 7000, output: 900 } } } } })
    expect(await call('c')).toMatchObject({ usageCertainty: 'estimated', usage: { input: 7000, output: 900 }, nanoUsd: 7000 * 250 + 900 * 2000 })
  })
})

test('usage that came through a bridge is known as such, and so is the route', async () => {
  const { call, ledger } = createScene({ certainty: 'bridged' })
  expect(await call('c')).toMatchObject({ usageCertainty: 'bridged' })
  expect((await ledger.operations({}))[0]?.settled?.certainty).toBe('bridged')
  expect(JSON.stringify((await ledger.decisions({}))[0]?.decision)).toContain('"bridged"')
})

test('each charge keeps the version of its price, by name or else by day', async () => {
  const day = (date: string): number => Date.parse(date)
  const pricing = pricingFileSchema.parse({ version: 1, prices: { cheap: { version: 'spring list', input: 1, output: 1, changes: [{ from: '2026-07-01', input: 2, output: 2 }, { from: '2026-08-01', version: 'summer sale', input: 0.5, output: 0.5 }] } } })
  const { call, ledger, time } = createScene({ pricing })
  for (const date of ['2026-06-30', '2026-07-01', '2026-08-15']) {
    time.now = day(date)
    await call(date, { scopes: [money] })
  }
  const operations = await ledger.operations({})
  expect(operations.map(({ settled, charged }) => [settled?.priceVersion, charged[0]?.amount])).toEqual([['spring list', 115_000], ['2026-07-01', 230_000], ['summer sale', 57_500]])
})

test('a call that began before a price changed is charged the price it was promised', async () => {
  const pricing = pricingFileSchema.parse({ version: 1, prices: { cheap: { input: 1, output: 1, changes: [{ from: '2026-07-01', input: 9, output: 9 }] } } })
  const scene = createScene({ pricing, send: async () => ((scene.time.now += 3_600_000), answer) })
  scene.time.now = Date.parse('2026-06-30T23:30:00Z')
  expect(await scene.call('c')).toMatchObject({ nanoUsd: 115_000 })
  expect((await scene.ledger.operations({}))[0]?.settled?.priceVersion).toBeNull()
})

test('what is too long for every context is not sent', async () => {
  const models = Object.fromEntries(Object.entries(modelsFile.models).map(([key, model]) => [key, { ...model, contextWindow: 600 }]))
  const { call, sentAt } = createScene({ models: { models } })
  const long = { ...request, messages: [{ role: 'user', text: 'x'.repeat(1000) }] } as const
  expect(await call('long', { request: long })).toMatchObject({ kind: 'failure', failure: 'contextOverflow', ran: false, message: expect.stringContaining('cheap takes 600 tokens') })
  expect(sentAt).toEqual([])
  expect((await call('short')).kind).toBe('answer')
})

test('a model that is asked for by name and is not there is refused by that name', async () => {
  const { call, client } = createScene()
  expect(await call('c', { override: 'strongest' })).toMatchObject({ kind: 'refusal', reason: 'no-model', message: expect.stringContaining('strongest') })
  expect(client.preview(request, 'strongest')).toMatchObject({ kind: 'refusal' })
  expect(client.preview(request, 'strong')).toMatchObject({ kind: 'quote', model: 'strong' })
})

test('who has reasoning models only is told that phases have to ask for them', () => {
  const models = Object.fromEntries(Object.entries(modelsFile.models).map(([key, model]) => [key, { ...model, reasoning: true }]))
  const { client } = createScene({ models: { models } })
  expect(client.preview(request)).toMatchObject({ kind: 'refusal', reason: 'no-model', message: expect.stringContaining('add `tags` to the phase') })
  expect(client.preview({ ...request, purpose: { ...request.purpose, tags: ['static_analysis'] } })).toMatchObject({ kind: 'quote' })
})
