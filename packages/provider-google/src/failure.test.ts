import { expect, test } from 'vitest'
import { classifyReported } from './failure.ts'
import { nextPacificMidnight } from './pacific-midnight.ts'

const now = Date.parse('2026-06-01T12:00:00Z')
const quota = (quotaId: string, retryDelay?: string): unknown[] => [
  { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaId }] },
  ...(retryDelay === undefined ? [] : [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }]),
]

test("a minute's quota is a rate, with the delay that is told", () => {
  expect(classifyReported({ status: 429, message: 'x', details: quota('GenerateRequestsPerMinutePerProjectPerModel', '34.5s') }, undefined, 'gemini', now)).toMatchObject({ failure: 'rateLimited', resetAt: now + 34_500 })
})

test("a day's quota comes back at midnight in California, whatever the delay says", () => {
  expect(classifyReported({ status: 429, message: 'x', details: quota('GenerateRequestsPerDayPerProjectPerModel-FreeTier', '34s') }, undefined, 'gemini', now)).toMatchObject({ failure: 'quotaExhausted', resetAt: Date.parse('2026-06-02T07:00:00Z') })
})

test.each([
  ['2026-06-01T06:59:59.500Z', '2026-06-01T07:00:00Z'],
  ['2026-06-01T07:00:00Z', '2026-06-02T07:00:00Z'],
  ['2026-03-08T09:00:00Z', '2026-03-09T07:00:00Z'], // 23 hours
  ['2026-11-01T08:00:00Z', '2026-11-02T08:00:00Z'], // 25 hours
  ['2026-12-31T20:00:00Z', '2027-01-01T08:00:00Z'],
])('after %s it is midnight in California at %s', (at, midnight) => {
  expect(nextPacificMidnight(Date.parse(at))).toBe(Date.parse(midnight))
})

test.each([
  [400, 'API key expired. Please renew the API key.', 'auth', false],
  [403, 'Your API key was reported as leaked.', 'auth', false],
  [429, 'Your prepayment credits are depleted.', 'billing', false],
  [400, 'The input token count (2) exceeds the maximum number of tokens allowed (1).', 'contextOverflow', false],
  [400, 'User location is not supported for the API use.', 'invalidRequest', false],
  [503, 'The model is overloaded.', 'overloaded', false],
  [504, 'Deadline expired.', 'timeout', true],
  [null, 'anything', 'transient', true],
])('%s: %s is %s', (status, message, failure, ran) => {
  expect(classifyReported({ status, message, details: [] }, undefined, 'gemini', now)).toMatchObject({ failure, ran })
})

test.each([
  [['GenerateRequestsPerDayPerProjectPerModel-FreeTier'], 'model'],
  [['GenerateContentPaidTierInputTokensPerModelPerMinute', 'GenerateRequestsPerDayPerProject'], 'provider'],
  [[], undefined],
])('a quota %j is of: %s', (ids, scope) => {
  expect(classifyReported({ status: 429, message: 'x', details: ids.flatMap((id) => quota(id)) }, undefined, 'gemini', now).scope).toBe(scope)
})
