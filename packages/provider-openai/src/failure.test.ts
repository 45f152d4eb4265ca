import { expect, test } from 'vitest'
import { rulesOf } from './dialect.ts'
import { classifyError } from './failure.ts'

const now = Date.parse('2026-01-01T00:00:00Z')
const reported = (status: number | undefined, code: unknown, message = 'said'): Error => Object.assign(new Error(message), { status, code, headers: new Headers() })

test.each([
  [418, null, 'invalidRequest', false],
  [502, null, 'transient', false],
  [504, null, 'timeout', true],
  [429, 'insufficient_quota', 'quotaExhausted', false],
  [400, 'context_length_exceeded', 'contextOverflow', false],
  [500, 'server_error', 'transient', false],
  [503, 'server_error', 'overloaded', false],
  [429, '1302', 'rateLimited', false],
  [429, '1305', 'overloaded', false],
  [429, '1308', 'quotaExhausted', false],
  [429, '1113', 'billing', false],
  [400, '1261', 'contextOverflow', false],
  [400, '1301', 'contentFiltered', false],
  [401, '1002', 'auth', false],
  [undefined, 502, 'transient', true],
  [undefined, 429, 'rateLimited', true],
])('status %s with code %s is %s', (status, code, failure, ran) => {
  expect(classifyError(reported(status, code), rulesOf('compatible'), 0)).toMatchObject({ failure, ran })
})

test('a flagged prompt is filtered, not a wrong key', () => {
  expect(classifyError(reported(403, 403, 'the model requires moderation. Your input was flagged for "violence"'), rulesOf('openrouter'), 0)).toMatchObject({ failure: 'contentFiltered' })
})

test("GLM's reset is Beijing time; the same words from a server whose zone is unknown say nothing", () => {
  const error = reported(429, '1308', '429 Usage limit reached for 5 hour. Your limit will reset at 2026-01-01 12:00:00')
  expect(classifyError(error, rulesOf('glm'), now)?.resetAt).toBe(Date.parse('2026-01-01T04:00:00Z'))
  expect(classifyError(error, rulesOf('compatible'), now)?.resetAt).toBeNull()
})

test('what the server did not say is left to others', () => {
  expect(classifyError(new TypeError('fetch failed'), rulesOf('compatible'), 0)).toBeNull()
  expect(classifyError('text', rulesOf('compatible'), 0)).toBeNull()
})

test.each([
  ['1308', 'Usage limit reached for 5 hour. Your limit will reset at 2026-01-01 12:00:00', [{ name: '5h', used: { share: 1 }, resetAt: Date.parse('2026-01-01T04:00:00Z') }]],
  ['1310', 'Weekly/Monthly Limit Exhausted', [{ name: null, used: { share: 1 }, resetAt: null }]],
  ['1302', 'High concurrency usage of this API', undefined],
])('GLM %s tells of a window that is used up, or of none', (code, message, windows) => {
  expect(classifyError(reported(429, code, message), rulesOf('glm'), now)?.windows).toEqual(windows)
})
