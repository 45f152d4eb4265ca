import { createScriptedModel, providerConformance } from '@autopack/testkit'
import { describe, expect, test } from 'vitest'
import { createGenerativeAiProvider } from './generative-ai.ts'
import { createGoogleProvider } from './google-provider.ts'

const suites = {
  '@google/genai': providerConformance((options) => createGoogleProvider({ name: 'scripted', ...options }), { protocol: 'google' }),
  '@google/generative-ai': providerConformance((options) => createGenerativeAiProvider({ name: 'scripted', ...options }), { protocol: 'google' }),
}

describe.each(Object.entries(suites))('%s', (_, cases) => {
  test.each(cases.map(({ name, run }) => [name, run] as const))('%s', async (_name, run) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

const clock = { now: () => Date.parse('2026-06-01T12:00:00Z') }
const schema = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'], additionalProperties: false } as const
const request = { model: 'gemini', messages: [{ role: 'system', text: 'Be brief.' }, { role: 'user', text: 'Hello' }, { role: 'assistant', text: 'Hi' }], schema: { name: 'answer', schema }, maxOutputTokens: 50 } as const
const never = (): AbortSignal => new AbortController().signal

const common = {
  contents: [
    { role: 'user', parts: [{ text: 'Hello' }] },
    { role: 'model', parts: [{ text: 'Hi' }] },
  ],
  systemInstruction: { role: 'system', parts: [{ text: 'Be brief.' }] },
}

test('both SDKs send system, roles, schema and limit to their places', async () => {
  await using model = createScriptedModel({ respond: ['{}', '{}'] })
  const options = { name: 'x', baseUrl: await model.start('google'), apiKey: 'AIza-mine', timeoutMs: 5000, clock }
  await createGoogleProvider(options).send(request, never())
  await createGenerativeAiProvider(options).send(request, never())
  const [current, older] = model.requests
  expect(current).toMatchObject({ model: 'gemini', stream: true, authorization: 'AIza-mine' })
  expect(current?.body).toEqual({ ...common, generationConfig: { maxOutputTokens: 50, responseMimeType: 'application/json', responseJsonSchema: schema } })
  expect(older).toMatchObject({ model: 'gemini', stream: true, authorization: 'AIza-mine' })
  expect(older?.body).toMatchObject({ ...common, generationConfig: { maxOutputTokens: 50, responseMimeType: 'application/json', responseSchema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } } })
})

test("the older SDK's schema has no unions: the model is told them in words", async () => {
  await using model = createScriptedModel({ respond: ['{}'] })
  const union = { anyOf: [{ type: 'string' }, { type: 'null' }] }
  await createGenerativeAiProvider({ name: 'x', baseUrl: await model.start('google'), apiKey: 'k', timeoutMs: 5000, clock }).send({ ...request, schema: { name: 'answer', schema: union } }, never())
  expect(model.requests[0]?.schema).toBeNull()
  expect(model.requests[0]?.prompt).toContain(JSON.stringify(union))
})

test.each([
  ['MALFORMED_FUNCTION_CALL', [{ text: '{"a":' }], { failure: 'schemaViolation', ran: true, usage: { input: 7 } }],
  ['MALFORMED_FUNCTION_CALL', [], { failure: 'schemaViolation', ran: true }],
  ['OTHER', [], { failure: 'schemaViolation', ran: true }],
  ['IMAGE_SAFETY', [], { failure: 'contentFiltered', ran: true }],
  ['OTHER', [{ text: '{}' }], { kind: 'answer', text: '{}' }],
  ['STOP', [], { kind: 'answer', text: '' }],
])('an answer that ends with %s and has %j', async (finishReason, parts, expected) => {
  const chunk = { candidates: [{ content: { role: 'model', parts }, finishReason }], modelVersion: 'gemini', usageMetadata: { promptTokenCount: 7 } }
  const provider = createGoogleProvider({ name: 'x', apiKey: 'k', timeoutMs: 5000, clock, fetch: async () => new Response(`data: ${JSON.stringify(chunk)}\r\n\r\n`) })
  expect(await provider.send(request, never())).toMatchObject(expected)
})

test('an error inside a stream that has begun is charged', async () => {
  const chunk = 'data: {"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}\r\n\r\n'
  const provider = createGoogleProvider({ name: 'x', apiKey: 'k', timeoutMs: 5000, clock, fetch: async () => new Response(chunk) })
  expect(await provider.send(request, never())).toMatchObject({ failure: 'transient', ran: true })
})

test('an error that is too long for any SDK is cut off, and the platform keeps its fetch', async () => {
  const platform = globalThis.fetch
  let read = 0
  const body = new ReadableStream<Uint8Array>({ pull: (controller) => (read += 1, controller.enqueue(new Uint8Array(65_536).fill(0x20))) })
  const provider = createGenerativeAiProvider({ name: 'x', apiKey: 'k', timeoutMs: 5000, clock, fetch: async () => new Response(body, { status: 500, headers: { 'retry-after': '5' } }) })
  expect(await provider.send(request, never())).toMatchObject({ failure: 'transient', ran: false })
  expect([read < 10, globalThis.fetch === platform]).toEqual([true, true])
})
