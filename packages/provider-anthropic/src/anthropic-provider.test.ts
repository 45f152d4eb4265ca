import { createScriptedModel, providerConformance } from '@autopack/testkit'
import { expect, test } from 'vitest'
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
