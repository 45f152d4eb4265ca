import { expect, test } from 'vitest'
import { chatRequest } from './chat-request.ts'

const request = { model: 'm', messages: [{ role: 'system', text: 'Be brief.' }], schema: { name: 'answer', schema: { type: 'object' } }, maxOutputTokens: 50 } as const

test.each(['https://api.openai.com/v1', 'https://eu.api.openai.com/v1', 'https://mine.openai.azure.com/openai/v1'])('%s is asked with max_completion_tokens', (url) => {
  expect(chatRequest(request, url)).toMatchObject({ max_completion_tokens: 50 })
  expect(chatRequest(request, url)).not.toHaveProperty('max_tokens')
})

test.each(['http://127.0.0.1:11434/v1', 'https://openrouter.ai/api/v1', 'https://api.openai.com.evil.example/v1'])('%s is asked with max_tokens', (url) => {
  expect(chatRequest(request, url)).toMatchObject({ max_tokens: 50 })
  expect(chatRequest(request, url)).not.toHaveProperty('max_completion_tokens')
})

test('the schema is asked for strictly, and the usage with the stream', () => {
  expect(chatRequest(request, 'http://127.0.0.1/v1')).toMatchObject({
    messages: [{ role: 'system', content: 'Be brief.' }],
    response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true } },
    stream: true,
    stream_options: { include_usage: true },
  })
})
