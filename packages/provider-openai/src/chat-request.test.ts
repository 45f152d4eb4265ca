import { expect, test } from 'vitest'
import { chatRequest } from './chat-request.ts'
import { dialectOf, rulesOf } from './dialect.ts'

const request = { model: 'm', messages: [{ role: 'system', text: 'Be brief.' }], schema: { name: 'answer', schema: { type: 'object' } }, maxOutputTokens: 50 } as const

test.each([
  ['https://api.openai.com/v1', 'openai'],
  ['https://eu.api.openai.com/v1', 'openai'],
  ['https://mine.openai.azure.com/openai/v1', 'openai'],
  ['https://open.bigmodel.cn/api/paas/v4', 'glm'],
  ['https://api.z.ai/api/coding/paas/v4', 'glm'],
  ['https://openrouter.ai/api/v1', 'openrouter'],
  ['http://127.0.0.1:11434/v1', 'compatible'],
  ['https://api.openai.com.evil.example/v1', 'compatible'],
])('%s speaks %s', (url, dialect) => {
  expect(dialectOf(url)).toBe(dialect)
})

test('OpenAI is asked with max_completion_tokens, everyone else with max_tokens', () => {
  expect(chatRequest(request, rulesOf('openai'))).toMatchObject({ max_completion_tokens: 50 })
  expect(chatRequest(request, rulesOf('openai'))).not.toHaveProperty('max_tokens')
  expect(chatRequest(request, rulesOf('compatible'))).toMatchObject({ max_tokens: 50 })
  expect(chatRequest(request, rulesOf('compatible'))).not.toHaveProperty('max_completion_tokens')
})

test('the schema is asked for strictly, and the usage with the stream', () => {
  expect(chatRequest(request, rulesOf('compatible'))).toEqual({
    model: 'm',
    max_tokens: 50,
    messages: [{ role: 'system', content: 'Be brief.' }],
    response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: { type: 'object' } } },
    stream: true,
    stream_options: { include_usage: true },
  })
})

test('GLM takes no schema, so the model is told it', () => {
  const { messages, response_format } = chatRequest(request, rulesOf('glm'))
  expect(response_format).toEqual({ type: 'json_object' })
  expect(messages).toEqual([{ role: 'system', content: expect.stringContaining('{"type":"object"}') }, { role: 'system', content: 'Be brief.' }])
})

test('OpenRouter asks only hosts that take the schema, and falls back to no other where nothing less may serve', () => {
  expect(chatRequest(request, rulesOf('openrouter'))).toHaveProperty('provider', { require_parameters: true })
  expect(chatRequest({ ...request, neverDowngrade: true }, rulesOf('openrouter'))).toHaveProperty('provider', { require_parameters: true, allow_fallbacks: false })
  expect(chatRequest({ ...request, neverDowngrade: true }, rulesOf('compatible'))).not.toHaveProperty('provider')
})
