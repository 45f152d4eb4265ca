import { providerConformance } from '@autopack/testkit'
import { describe, expect, test, vi } from 'vitest'
import { createOpenAiProvider } from './openai-provider.ts'

const clock = { now: () => 1_000_000 }

const request = { model: 'm', messages: [{ role: 'user', text: 'Hello' }], schema: { name: 'answer', schema: {} }, maxOutputTokens: 10 } as const

const suites = {
  compatible: providerConformance((options) => createOpenAiProvider({ name: 'scripted', ...options })),
  OpenAI: providerConformance((options) => createOpenAiProvider({ name: 'scripted', dialect: 'openai', ...options })),
  GLM: providerConformance((options) => createOpenAiProvider({ name: 'scripted', dialect: 'glm', ...options }), { capabilities: { naiveOffset: '+08:00' } }),
  OpenRouter: providerConformance((options) => createOpenAiProvider({ name: 'scripted', dialect: 'openrouter', ...options })),
}

describe.each(Object.entries(suites))('%s', (_, cases) => {
  test.each(cases.map(({ name, run }) => [name, run] as const))('%s', async (_name, run) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

test('a server that is not there did not run anything, and the message says where to look', async () => {
  const provider = createOpenAiProvider({ name: 'local', baseUrl: 'http://127.0.0.1:1/v1', apiKey: null, timeoutMs: 5000, clock, fetch: refused })
  const outcome = await provider.send(request, new AbortController().signal)
  expect(outcome).toMatchObject({ failure: 'transient', ran: false })
  expect(outcome).toHaveProperty('message', expect.stringMatching(/^local: .*is the base URL right/))
})

test('an error inside a stream that has begun is charged', async () => {
  const provider = answering('data: {"error":{"message":"upstream is overloaded","code":"overloaded"}}\n\n')
  expect(await provider.send(request, new AbortController().signal)).toMatchObject({ failure: 'overloaded', ran: true })
})

test('an answer that is no stream at all is cut, not empty', async () => {
  const provider = answering('{"choices":[{"message":{"content":"hello"}}]}')
  expect(await provider.send(request, new AbortController().signal)).toMatchObject({ failure: 'streamCut', ran: true })
})

test('pieces that are not as documented are skipped', async () => {
  const provider = answering('data: null\n\ndata: {"choices":null}\n\ndata: {"model":"m","choices":[{"delta":{"content":"hi"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n')
  expect(await provider.send(request, new AbortController().signal)).toEqual({ kind: 'answer', text: 'hi', finish: 'stop', usage: null, served: 'm' })
})

test('a credential that the server repeats is not in the message', async () => {
  const error = JSON.stringify({ error: { message: 'Incorrect API key provided: my-own-secret and sk-proj-abcdefgh12345678', code: 'invalid_api_key' } })
  const provider = createOpenAiProvider({ name: 'x', apiKey: 'my-own-secret', timeoutMs: 5000, clock, fetch: async () => new Response(error, { status: 401 }) })
  expect(await provider.send(request, new AbortController().signal)).toHaveProperty('message', 'x: 401 Incorrect API key provided: [redacted] and [redacted]')
})

test('what an answer is called and what its headers count is passed on', async () => {
  const body = 'data: {"id":"chatcmpl-9f8e7d6c5b4a39281706","model":"m","choices":[{"delta":{"content":"hi"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
  const provider = answering(body, { 'x-ratelimit-limit-tokens': '1000', 'x-ratelimit-remaining-tokens': '900', 'x-ratelimit-reset-tokens': '6s' })
  expect(await provider.send(request, new AbortController().signal)).toMatchObject({ responseId: 'chatcmpl-9f8e7d6c5b4a39281706', windows: [{ name: 'tokens', used: { count: 100, unit: 'tokens', limit: 1000 }, resetAt: 1_006_000 }] })
})

test('nothing is taken from the environment', async () => {
  vi.stubEnv('OPENAI_CUSTOM_HEADERS', 'authorization: Bearer ambient\nx-ambient: yes')
  const sent: Headers[] = []
  const provider = createOpenAiProvider({ name: 'x', apiKey: 'k', timeoutMs: 5000, clock, fetch: async (_, init) => (sent.push(new Headers(init?.headers)), new Response('', { status: 500 })) })
  await provider.send(request, new AbortController().signal)
  vi.unstubAllEnvs()
  expect([sent[0]?.get('authorization'), sent[0]?.get('x-ambient')]).toEqual(['Bearer k', null])
})

function answering(body: string, headers: Record<string, string> = {}): ReturnType<typeof createOpenAiProvider> {
  return createOpenAiProvider({ name: 'x', apiKey: 'k', timeoutMs: 5000, clock, fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream', ...headers } }) })
}

function refused(): Promise<Response> {
  return Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }) }))
}
