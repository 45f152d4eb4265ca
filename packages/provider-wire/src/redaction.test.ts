import { expect, test } from 'vitest'
import { redact } from './redaction.ts'

test.each([
  ['key my-own-secret is wrong', 'key [redacted] is wrong'],
  ['Incorrect API key provided: sk-proj-abcdefgh12345678', 'Incorrect API key provided: [redacted]'],
  ['API key AIzaSyA1234567890abcdef not valid', 'API key [redacted] not valid'],
  ['authorization: Bearer abc', 'authorization: Bearer [redacted]'],
  ['https://me:pass@host/v1?key=abc&alt=sse', 'https://[redacted]@host/v1?key=[redacted]&alt=sse'],
  ['a task-specific answer', 'a task-specific answer'],
])('%s', (message, redacted) => {
  expect(redact(message, ['my-own-secret', ''])).toBe(redacted)
})

test('a long message is cut', () => {
  expect(redact('x'.repeat(1e7), [])).toHaveLength(1000)
})
