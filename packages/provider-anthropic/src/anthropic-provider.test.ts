import { createScriptedModel, providerConformance } from '@autopack/testkit'
import { expect, test, vi } from 'vitest'
import { createAnthropicProvider } from './anthropic-provider.ts'

const cases = providerConformance((options) => createAnthropicProvider({ name: 'scripted', ...options }), { protocol: 'anthropic' })

test.each(cases.map(({ name, run }) => [name, run] as const))('%s', async (_name, run) => {
  await expect(run()).resolves.toBeUndefined()
})

const clock = { now: () => Date.parse('2026-06-01T12:00:00Z') }
const request = { model: 'claude', messages: [{ role: 'system', text: 'Be brief.' }, { role: 'user', text: 'Hello' }], schema: { name: 'answer', schema: { type: 'object' } }, maxOutputTokens: 50 } as const
const never = (): AbortSignal => new AbortController().signal

test('goes out as a streamed message with system, schema and limit in their places, and no retry or ambient key', async () => {
  await using model = createScriptedModel({ respond: ['{}'] })
  const provider = createAnthropicProvider({ name: 'x', baseUrl: await model.start('anthropic'), apiKey: 'sk-ant-mine', timeoutMs: 5000, clock })
  await provider.send(request, never())
  expect(model.requests[0]).toMatchObject({ protocol: 'anthropic', authorization: expect.stringContaining('sk-ant-mine') })
  expect(model.requests[0]?.body).toEqual({
    model: 'claude',
    max_tokens: 50,
    system: [{ type: 'text', text: 'Be brief.' }],
    messages: [{ role: 'user', content: 'Hello' }],
    output_config: { format: { type: 'json_schema', schema: { type: 'object' } } },
    stream: true,
  })
})

test("a plan's window that is used up ends when the window does", async () => {
  await using model = createScriptedModel({ respond: [{ fault: 'quota-exhausted', resetAfterMs: 5 * 3_600_000, resetForm: 'own' }], clock })
  const provider = createAnthropicProvider({ name: 'x', baseUrl: await model.start('anthropic'), apiKey: 'k', timeoutMs: 5000, clock })
  expect(await provider.send(request, never())).toMatchObject({ failure: 'quotaExhausted', ran: false, resetAt: clock.now() + 5 * 3_600_000 })
})

test('an error inside a stream that has begun is charged', async () => {
  const event = 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n'
  const provider = createAnthropicProvider({ name: 'x', apiKey: 'k', timeoutMs: 5000, clock, fetch: async () => new Response(event, { headers: { 'content-type': 'text/event-stream' } }) })
  expect(await provider.send(request, never())).toMatchObject({ failure: 'overloaded', ran: true })
})

test('what its windows have used is passed on with the answer', async () => {
  const headers = { 'anthropic-ratelimit-unified-status': 'allowed', 'anthropic-ratelimit-unified-5h-utilization': '0.42', 'anthropic-ratelimit-unified-5h-reset': '1780000000' }
  await using model = createScriptedModel({ respond: [{ text: '{}', headers }] })
  const provider = createAnthropicProvider({ name: 'x', baseUrl: await model.start('anthropic'), apiKey: 'k', timeoutMs: 5000, clock })
  expect(await provider.send(request, never())).toMatchObject({ kind: 'answer', windows: [{ name: '5h', used: { share: 0.42 }, resetAt: 1_780_000_000_000 }] })
})

test('nothing is taken from the environment', async () => {
  vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'authorization: Bearer ambient\nx-ambient: yes')
  const sent: Headers[] = []
  const provider = createAnthropicProvider({ name: 'x', apiKey: 'k', timeoutMs: 5000, clock, fetch: async (_, init) => (sent.push(new Headers(init?.headers)), new Response('', { status: 500 })) })
  await provider.send(request, never())
  vi.unstubAllEnvs()
  expect([sent[0]?.get('authorization'), sent[0]?.get('x-ambient')]).toEqual(['Bearer k', null])
})
