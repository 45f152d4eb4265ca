import type { ProviderRequest } from '@autopack/contracts'
import { createScriptedModel, requestProblems, type ChatServer } from '@autopack/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenAiDialect } from './dialect.ts'
import { createOpenAiProvider } from './openai-provider.ts'

const item = { type: 'object', properties: { path: { type: 'string' }, line: { anyOf: [{ type: 'integer' }, { type: 'null' }] } }, required: ['path', 'line'], additionalProperties: false }
const request: ProviderRequest = {
  model: 'm',
  messages: [{ role: 'system', text: 'Be brief.' }, { role: 'user', text: 'Write.' }],
  schema: { name: 'change', schema: { type: 'object', properties: { files: { type: 'array', items: item } }, required: ['files'], additionalProperties: false } },
  maxOutputTokens: 50,
}

const server = createScriptedModel({ respond: () => ({ text: '{"files":[]}' }) })
let baseUrl: string
beforeAll(async () => void (baseUrl = await server.start()))
afterAll(() => server.close())

/** The body that arrives. */
async function sent(dialect: OpenAiDialect, more: Partial<ProviderRequest> = {}): Promise<unknown> {
  const provider = createOpenAiProvider({ name: 'x', baseUrl, dialect, apiKey: 'k', timeoutMs: 5000, clock: { now: () => 0 } })
  expect(await provider.send({ ...request, ...more }, new AbortController().signal)).toMatchObject({ kind: 'answer', text: '{"files":[]}' })
  return server.requests.at(-1)?.body
}

const servers: Readonly<Record<ChatServer, OpenAiDialect>> = { openai: 'openai', openrouter: 'openrouter', glm: 'glm', ollama: 'compatible', vllm: 'compatible' }

describe.each(Object.entries(servers) as [ChatServer, OpenAiDialect][])('on the wire to %s', (name, dialect) => {
  test('each request is as the server documents it', async () => {
    for (const more of [{}, { neverDowngrade: true }, { maxOutputTokens: 1 }]) expect(requestProblems(await sent(dialect, more), name)).toEqual([])
  })
})

test('OpenRouter may choose another host, but none where nothing less may serve', async () => {
  expect(await sent('openrouter')).toMatchObject({ provider: { require_parameters: true } })
  expect(await sent('openrouter')).not.toHaveProperty('provider.allow_fallbacks')
  expect(await sent('openrouter', { neverDowngrade: true })).toMatchObject({ provider: { require_parameters: true, allow_fallbacks: false } })
})

test('GLM is told the schema in words', async () => {
  expect(await sent('glm')).toMatchObject({ response_format: { type: 'json_object' }, messages: [{ role: 'system', content: expect.stringContaining('"required":["files"]') }, {}, {}] })
})
