import { expect, test } from 'vitest'
import { rulesOf } from './dialect.ts'
import { classifyError } from './failure.ts'

const now = Date.parse('2026-01-01T00:00:00Z')
const reported = (status: number | undefined, code: unknown, message = 'said'): Error => Object.assign(new Error(message), { status, code, headers: new Headers() })

test.each([
  [418, null, 'invalidRequest', false],
  [502, null, 'transient', false],
  [504, null, 'timeout', true],
  [429, 'insufficient_quota', 'billing', false],
  [429, 'exceeded_current_quota_error', 'billing', false],
  [400, 'Arrearage', 'billing', false],
  [429, 'usage_limit_reached', 'quotaExhausted', false],
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
  expect(classifyError(reported(status, code), rulesOf('compatible'), 'm', 0)).toMatchObject({ failure, ran })
})

test('a flagged prompt is filtered, not a wrong key', () => {
  expect(classifyError(reported(403, 403, 'the model requires moderation. Your input was flagged for "violence"'), rulesOf('openrouter'), 'm', 0)).toMatchObject({ failure: 'contentFiltered' })
})

test.each([
  [402, 'Insufficient credits'],
  [403, 'Key limit exceeded (total limit). Manage it using https://openrouter.ai/settings/keys'],
  [403, 'Your newly created team does not have any credits yet. You can purchase credits at console.x.ai'],
  [429, 'Your team has used all available credits or reached its monthly spending limit'],
])('%s "%s" is an empty account', (status, message) => {
  expect(classifyError(reported(status, null, message), rulesOf('openrouter'), 'm', now)).toMatchObject({ failure: 'billing', ran: false, resetAt: null })
})

test.each([
  ['rate_limit_exceeded', 'Rate limit reached for gpt-5 in organization org-1 on requests per day (RPD): Limit 200, Used 200', 'model'],
  ['rate_limit_exceeded', 'Rate limit reached for gpt-5-mini in organization org-1', undefined],
  ['429', 'Rate limit exceeded: free-models-per-day. Add 10 credits to unlock 1000 free model requests per day', 'provider'],
  ['1302', 'High concurrency usage of this API', undefined],
  ['1308', 'Usage limit reached for 5 hour', 'provider'],
  ['1313', 'fair use', 'provider'],
])('a limit (%s: %s) is of: %s', (code, message, scope) => {
  expect(classifyError(reported(429, code, message), rulesOf('compatible'), 'gpt-5', now)?.scope).toBe(scope)
})

test("GLM's reset is Beijing time; the same words from a server whose zone is unknown say nothing", () => {
  const error = reported(429, '1308', '429 Usage limit reached for 5 hour. Your limit will reset at 2026-01-01 12:00:00')
  expect(classifyError(error, rulesOf('glm'), 'm', now)?.resetAt).toBe(Date.parse('2026-01-01T04:00:00Z'))
  expect(classifyError(error, rulesOf('compatible'), 'm', now)?.resetAt).toBeNull()
})

test('what the server did not say is left to others', () => {
  expect(classifyError(new TypeError('fetch failed'), rulesOf('compatible'), 'm', 0)).toBeNull()
  expect(classifyError('text', rulesOf('compatible'), 'm', 0)).toBeNull()
})

test.each([
  ['1308', 'Usage limit reached for 5 hour. Your limit will reset at 2026-01-01 12:00:00', [{ name: '5h', used: { share: 1 }, resetAt: Date.parse('2026-01-01T04:00:00Z') }]],
  ['1310', 'Weekly/Monthly Limit Exhausted', [{ name: null, used: { share: 1 }, resetAt: null }]],
  ['1302', 'High concurrency usage of this API', undefined],
])('GLM %s tells of a window that is used up, or of none', (code, message, windows) => {
  expect(classifyError(reported(429, code, message), rulesOf('glm'), 'm', now)?.windows).toEqual(windows)
})
