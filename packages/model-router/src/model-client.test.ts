import type { Clock, ModelFailure, ModelOutcome, ModelProvider, ModelQuote, ModelRequest, ProviderAnswer } from '@autopack/contracts'
import { createFakeClock, scriptedFailure } from '@autopack/testkit'
import { expect, test } from 'vitest'
import { createModelClient } from './model-client.ts'
import { modelsFile, pricingFile } from '../test/models-file.ts'

type Reply = ProviderAnswer | ModelFailure

const request: ModelRequest = {
  purpose: { role: 'builder', category: 'docs', complexity: 'low', failedAttempts: 0, avoidFamilies: [] },
  messages: [{ role: 'user', text: 'Grüße' }],
  schema: { name: 'answer', schema: { type: 'object' } },
  maxOutputTokens: 500,
}

const answer: ProviderAnswer = { kind: 'answer', text: 'Grüße', finish: 'stop', usage: { input: 10, cacheRead: 5, cacheWrite: 0, output: 4, reasoning: 1 }, served: 'alpha-mini' }

function scene(...replies: (Reply | (() => Reply))[]) {
  const sent: Parameters<ModelProvider['send']>[0][] = []
  const waits: number[] = []
  const provider: ModelProvider = {
    contract: 1,
    name: 'one',
    async send(wire) {
      sent.push(wire)
      const reply = replies[sent.length - 1] ?? scriptedFailure('unknown')
      return typeof reply === 'function' ? reply() : reply
    },
  }
  let now = 1000
  const clock: Clock = { now: () => now, monotonic: () => 0, sleep: async (ms, signal) => (signal?.throwIfAborted(), (now += ms), void waits.push(ms)) }
  const client = createModelClient({ models: modelsFile, pricing: pricingFile, providers: { one: provider }, clock })
  const quote = quoted(client.preview(request))
  const call = async (signal = new AbortController().signal) => outcomeOf(await ask(client, request, signal))
  return { client, quote, call, sent, waits }
}

const silent = { intent: async () => undefined, outcome: async () => undefined }
let calls = 0

function ask(client: ReturnType<typeof createModelClient>, asked: ModelRequest, signal = new AbortController().signal): ReturnType<typeof client.call> {
  calls += 1
  return client.call({ id: `call-${calls}`, run: null, phase: null, request: asked, scopes: [] }, silent, signal)
}

function outcomeOf(result: Awaited<ReturnType<typeof ask>>): ModelOutcome {
  if ('nanoUsd' in result) return result
  throw new Error(result.message)
}

function quoted(quote: ReturnType<ReturnType<typeof createModelClient>['preview']>): ModelQuote {
  if (quote.kind === 'refusal') throw new Error(quote.message)
  return quote
}

test('an answer is charged by its classes, below the bound', async () => {
  const { call, quote, sent } = scene(answer)
  const outcome = await call()
  expect(outcome).toMatchObject({ kind: 'answer', model: 'cheap', family: 'alpha', usageCertainty: 'reported', nanoUsd: 10 * 250 + 5 * 25 + 5 * 2000 })
  expect(outcome.nanoUsd).toBeLessThanOrEqual(quote.bound.nanoUsd)
  expect(sent).toMatchObject([{ model: 'alpha-mini', maxOutputTokens: 500 }])
})

test('the bound counts every byte that is sent and every token that may come back', () => {
  const { quote } = scene()
  const bytes = Buffer.byteLength('Grüße') + Buffer.byteLength(JSON.stringify(request.schema))
  expect(quote.bound.tokens).toBeGreaterThanOrEqual(bytes + 500)
  expect(quote.bound.tokens).toBeLessThan(bytes + 500 + 100)
})

test("a model's own output limit caps the request's", async () => {
  const { client, sent } = scene(answer)
  const long = { ...request, maxOutputTokens: 50_000 }
  const quote = quoted(client.preview(long))
  expect(quote.bound.tokens).toBeLessThan(2000)
  await ask(client, long)
  expect(sent[0]?.maxOutputTokens).toBe(1000)
})

test('an answer without usage is estimated, never free', async () => {
  const { call, quote } = scene({ ...answer, usage: null })
  const outcome = await call()
  expect(outcome).toMatchObject({ usageCertainty: 'estimated', usage: { output: Buffer.byteLength('Grüße') } })
  expect(outcome.nanoUsd).toBeGreaterThan(0)
  expect(outcome.nanoUsd).toBeLessThanOrEqual(quote.bound.nanoUsd)
})

test('a report above the bound is charged as reported', async () => {
  const { call, quote } = scene({ ...answer, usage: { input: 1_000_000, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 } })
  expect((await call()).nanoUsd).toBe(250_000_000)
  expect(quote.bound.nanoUsd).toBeLessThan(250_000_000)
})

test.each(['transient', 'overloaded', 'rateLimited'] as const)('%s is tried three times and then returned', async (failure) => {
  const { call, sent, waits } = scene(scriptedFailure(failure), scriptedFailure(failure), scriptedFailure(failure))
  expect(await call()).toMatchObject({ failure, nanoUsd: 0 })
  expect(sent).toHaveLength(3)
  expect(waits).toEqual([500, 2000])
})

test('a short reset is waited for, and the answer after it counts once', async () => {
  const { call, waits } = scene(scriptedFailure('rateLimited', { resetAt: 4000 }), answer)
  expect(await call()).toMatchObject({ kind: 'answer', nanoUsd: 10 * 250 + 5 * 25 + 5 * 2000 })
  expect(waits).toEqual([3000])
})

test.each([0, 1000, 1001, 1400])('a reset at %s that is over, or as good as, is no reason to ask without a pause', async (resetAt) => {
  const { call, waits } = scene(scriptedFailure('overloaded', { resetAt }), scriptedFailure('overloaded', { resetAt }), answer)
  expect((await call()).kind).toBe('answer')
  expect(waits).toEqual([500, 2000])
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, 8.65e15, 2e15, 1000 + 36 * 86_400_000])('a reset at %s is none that anybody waits for', async (resetAt) => {
  const { call, waits, client } = scene(scriptedFailure('rateLimited', { resetAt, windows: [{ name: 'x', used: { share: 1 }, resetAt }] }), answer, answer)
  expect((await call()).kind).toBe('answer')
  expect(waits).toEqual([500])
  expect(await ask(client, request)).toMatchObject({ kind: 'answer' })
})

test.each([9e15, 1e20, Number.NaN, -1, 1.5])('a usage of %s tokens is none: it is estimated, and the send ends', async (count) => {
  const { call } = scene({ ...answer, usage: { input: count, cacheRead: count, cacheWrite: 0, output: 0, reasoning: 0 } })
  expect(await call()).toMatchObject({ kind: 'answer', usageCertainty: 'estimated', usage: { output: Buffer.byteLength('Grüße') } })
  const failed = scene(scriptedFailure('refused', { ran: true, usage: { input: count, cacheRead: 0, cacheWrite: 0, output: count, reasoning: 0 } }))
  expect(await failed.call()).toMatchObject({ usage: null, nanoUsd: failed.quote.bound.nanoUsd })
})

test.each(['rateLimited', 'quotaExhausted'] as const)('an hour of %s costs one call, now and until then', async (failure) => {
  const { client, sent } = scene(scriptedFailure(failure, { resetAt: 3_600_000 }), answer)
  expect(await ask(client, request)).toMatchObject({ kind: 'quota', resetAt: 3_600_000 })
  expect(await ask(client, request)).toMatchObject({ kind: 'quota', resetAt: 3_600_000 })
  expect(sent).toHaveLength(1)
})

test.each(['auth', 'billing', 'quotaExhausted', 'refused', 'invalidRequest', 'contextOverflow'] as const)('%s is not tried again', async (failure) => {
  const { call, sent } = scene(scriptedFailure(failure), answer)
  expect(await call()).toMatchObject({ failure })
  expect(sent).toHaveLength(1)
})

test('an answer that broke off is begun again once, and charged each time', async () => {
  const cut = scriptedFailure('streamCut', { ran: true })
  const once = scene(cut, answer)
  expect(await once.call()).toMatchObject({ kind: 'answer', text: 'Grüße' })
  const twice = scene(cut, cut, answer)
  expect(await twice.call()).toMatchObject({ failure: 'streamCut', nanoUsd: twice.quote.bound.nanoUsd })
  expect([once.sent.length, twice.sent.length]).toEqual([2, 2])
})

test('what may have run for as long as it could is not sent again', async () => {
  const { call, quote, sent } = scene(scriptedFailure('timeout', { ran: true }), answer)
  expect(await call()).toMatchObject({ failure: 'timeout', nanoUsd: quote.bound.nanoUsd })
  expect(sent).toHaveLength(1)
})

test('an abort while waiting ends the call', async () => {
  const controller = new AbortController()
  const { call, sent } = scene(() => (controller.abort(), scriptedFailure('transient', { resetAt: 2000 })), answer)
  expect(await call(controller.signal)).toMatchObject({ kind: 'failure', nanoUsd: 0 })
  expect(sent).toHaveLength(1)
})

test('an answer of another model is thrown away, and charged', async () => {
  const { call } = scene({ ...answer, served: 'alpha-nano' })
  expect(await call()).toMatchObject({ kind: 'failure', failure: 'modelNotFound', ran: true, nanoUsd: 12_625, message: expect.stringContaining('answered with alpha-nano') })
})

test('an answer that names no model is nobody’s: it is taken, except where only one may serve', async () => {
  const nameless = { ...answer, served: '' }
  expect(await scene(nameless).call()).toMatchObject({ kind: 'answer', served: '' })
  const { client } = scene(nameless)
  const strict = { ...request, purpose: { ...request.purpose, category: 'security_auth_change', failedAttempts: 0 } }
  expect(await ask(client, strict)).toMatchObject({ kind: 'failure', failure: 'modelNotFound', ran: true, message: expect.stringContaining('did not say which model answered') })
})

test('what is not configured is refused with what to configure', () => {
  const { client } = scene()
  const ask = (changes: Partial<Parameters<typeof createModelClient>[0]>) => createModelClient({ models: modelsFile, pricing: pricingFile, providers: {}, clock: createFakeClock(), ...changes }).preview(request)
  expect(client.preview({ ...request, purpose: { ...request.purpose, role: 'auditor' } })).toMatchObject({ reason: 'no-model', message: expect.stringContaining('roles.auditor') })
  expect(ask({})).toMatchObject({ reason: 'no-credential', message: expect.stringContaining('ONE_KEY_FILE') })
  const provider: ModelProvider = { contract: 1, name: 'one', send: async () => answer }
  expect(ask({ providers: { one: provider }, pricing: { version: 1, prices: {} } })).toMatchObject({ reason: 'no-price', message: expect.stringContaining('prices.cheap') })
  expect([client.serves('builder'), client.serves('auditor')]).toEqual([true, false])
  expect(createModelClient({ models: modelsFile, pricing: pricingFile, providers: {}, clock: createFakeClock() }).serves('builder')).toBe(false)
})
