import { expect, test } from 'vitest'
import { classifyError } from './failure.ts'

const now = Date.parse('2026-06-01T12:00:00Z')
const reported = (status: number | undefined, type: string, message: string, headers: Record<string, string> = {}): Error => Object.assign(new Error(message), { status, type, headers: new Headers(headers) })

test.each([
  [529, 'overloaded_error', 'Overloaded', 'overloaded', false],
  [undefined, 'api_error', 'Internal server error', 'transient', true],
  [504, 'timeout_error', 'timed out', 'timeout', true],
  [413, 'request_too_large', 'Request exceeds the maximum size', 'contextOverflow', false],
  [400, 'invalid_request_error', 'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000', 'contextOverflow', false],
  [400, 'invalid_request_error', 'Your credit balance is too low to access the Anthropic API.', 'billing', false],
  [403, 'permission_error', 'no', 'auth', false],
  [418, 'teapot_error', 'no', 'invalidRequest', false],
  [undefined, 'teapot_error', 'no', 'transient', true],
])('%s %s: %s is %s', (status, type, message, failure, ran) => {
  expect(classifyError(reported(status, type, message), 'claude', now)).toMatchObject({ failure, ran })
})

test.each([
  ['a spend limit names its day', 400, 'You have reached your specified API usage limits. You will regain access on 2026-07-01 at 00:00 UTC.', {}, 'quotaExhausted', '2026-07-01T00:00:00Z'],
  ['only limits that are used up count', 429, 'no', { 'anthropic-ratelimit-requests-remaining': '3', 'anthropic-ratelimit-requests-reset': '2026-06-01T13:00:00Z', 'anthropic-ratelimit-input-tokens-remaining': '0', 'anthropic-ratelimit-input-tokens-reset': '2026-06-01T12:00:05Z' }, 'rateLimited', '2026-06-01T12:00:05Z'],
  ['a window outlasts retry-after', 429, 'no', { 'retry-after': '5', 'anthropic-ratelimit-unified-status': 'rejected', 'anthropic-ratelimit-unified-7d-status': 'rejected', 'anthropic-ratelimit-unified-7d-reset': String(Date.parse('2026-06-05T00:00:00Z') / 1000) }, 'quotaExhausted', '2026-06-05T00:00:00Z'],
  ['a window that allows is no quota', 429, 'no', { 'retry-after': '5', 'anthropic-ratelimit-unified-status': 'allowed', 'anthropic-ratelimit-unified-reset': '1' }, 'rateLimited', '2026-06-01T12:00:05Z'],
])('%s', (_, status, message, headers, failure, at) => {
  expect(classifyError(reported(status, 'rate_limit_error', message, headers), 'claude', now)).toMatchObject({ failure, resetAt: Date.parse(at) })
})

const unified = (of: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries({ status: 'rejected', ...of }).map(([name, value]) => [`anthropic-ratelimit-unified-${name}`, value]))

test.each([
  ["a model's own week", unified({ 'representative-claim': 'seven_day_opus', '7d_opus-status': 'rejected', '7d-status': 'allowed' }), 'model'],
  ['the week of all', unified({ 'representative-claim': 'seven_day', '7d-status': 'rejected', '7d_opus-status': 'rejected' }), 'provider'],
  ['a claim alone', unified({ 'representative-claim': 'seven_day_sonnet' }), 'model'],
  ['nobody’s window', unified({}), undefined],
  ['a rate', { 'anthropic-ratelimit-requests-remaining': '0' }, 'model'],
  ['nothing', {}, undefined],
])('a limit of %s is its model’s or its provider’s', (_, headers, scope) => {
  expect(classifyError(reported(429, 'rate_limit_error', 'no', headers), 'claude', now)?.scope).toBe(scope)
})
