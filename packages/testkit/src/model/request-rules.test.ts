import { expect, test } from 'vitest'
import { requestProblems } from './request-rules.ts'

const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false }
const format = (more: object = {}): object => ({ type: 'json_schema', json_schema: { name: 'answer', strict: true, schema, ...more } })
const body = { model: 'm', messages: [{ role: 'user', content: 'x' }], response_format: format(), max_completion_tokens: 1, stream: true, stream_options: { include_usage: true } }

test('what OpenAI documents has no problem', () => {
  expect(requestProblems(body, 'openai')).toEqual([])
})

test.each([
  ['no messages', { messages: [] }, /messages/],
  ['a role of nobody’s', { messages: [{ role: 'robot', content: 'x' }] }, /role/],
  ['a name with a space', { response_format: format({ name: 'my answer' }) }, /name/],
  ['a name that is too long', { response_format: format({ name: 'a'.repeat(65) }) }, /name/],
  ['a schema that is not strict', { response_format: format({ strict: false }) }, /strict/],
  ['a root that is a union', { response_format: format({ schema: { anyOf: [schema] } }) }, /no object/],
  ['a property that may be left out', { response_format: format({ schema: { ...schema, required: [] } }) }, /\.a is not required/],
  ['an inner object that takes more', { response_format: format({ schema: { ...schema, properties: { a: { type: 'object', properties: {}, required: [] } } } }) }, /\.a takes more/],
  ['a keyword in a list', { response_format: format({ schema: { ...schema, properties: { a: { type: 'array', items: { oneOf: [] } } } } }) }, /oneOf/],
  ['max_tokens', { max_tokens: 1 }, /max_tokens/],
  ['no limit', { max_completion_tokens: undefined }, /max_completion_tokens/],
  ['no usage', { stream_options: undefined }, /usage/],
  ['a parameter of another server', { provider: {} }, /provider/],
])('%s is one', (_, more, problem) => {
  expect(requestProblems({ ...body, ...more }, 'openai').join()).toMatch(problem)
})

test('other servers want the older limit, OpenRouter its routing, GLM no schema', () => {
  const { max_completion_tokens, ...older } = { ...body, max_tokens: 1 }
  expect(max_completion_tokens).toBe(1)
  for (const server of ['ollama', 'vllm'] as const) expect([requestProblems(older, server), requestProblems(body, server).length]).toEqual([[], 3])
  expect(requestProblems(older, 'openrouter')).toEqual([expect.stringContaining('require_parameters')])
  expect(requestProblems({ ...older, response_format: { type: 'json_object' } }, 'glm')).toEqual(['no message says JSON'])
})
