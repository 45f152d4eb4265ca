import { expect, test } from 'vitest'
import { readRateLimits } from './reported-windows.ts'
import { responseIdOf } from './response-id.ts'

test('what is left of what says what is used', () => {
  const headers = new Headers({ 'x-ratelimit-limit-requests': '500', 'x-ratelimit-remaining-requests': '499', 'x-ratelimit-reset-requests': '120ms', 'x-ratelimit-limit-tokens': '30000', 'x-ratelimit-remaining-tokens': '31000' })
  expect(readRateLimits(headers, 1000)).toEqual([
    { name: 'requests', used: { count: 1, unit: 'requests', limit: 500 }, resetAt: 1120 },
    { name: 'tokens', used: { count: 0, unit: 'tokens', limit: 30_000 }, resetAt: null },
  ])
})

test.each([[{}], [{ 'x-ratelimit-limit-requests': '500' }], [{ 'x-ratelimit-limit-requests': 'many', 'x-ratelimit-remaining-requests': '1' }], [{ 'x-ratelimit-limit-requests': '', 'x-ratelimit-remaining-requests': '-1' }]])('%j says nothing', (headers) => {
  expect(readRateLimits(new Headers(headers), 0)).toEqual([])
})

test.each([
  ['chatcmpl-9f8e7d6c5b4a39281706', true],
  ['msg_01XFDUDYJgAACzvnptvVoYEL', true],
  // as Ollama names its answers: the thousandth is called like another
  ['chatcmpl-417', false],
  ['x'.repeat(300), false],
  [17, false],
  [undefined, false],
])('%s names an answer: %s', (id, names) => {
  expect(responseIdOf(id)).toEqual(names ? { responseId: id } : {})
})
