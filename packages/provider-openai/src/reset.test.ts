import { expect, test } from 'vitest'
import { readReset } from './reset.ts'

const now = Date.parse('2026-01-01T00:00:00Z')

test.each([
  ['milliseconds win', { 'retry-after-ms': '250', 'retry-after': '60' }, 250],
  ['seconds', { 'retry-after': '1.5' }, 1500],
  ['a date', { 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' }, 60_000],
  ['minutes and seconds', { 'x-ratelimit-reset-tokens': '6m0.5s' }, 360_500],
  ['only the limit that is used up', { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1s', 'x-ratelimit-remaining-tokens': '9000', 'x-ratelimit-reset-tokens': '1h' }, 1000],
  ["OpenRouter's milliseconds since 1970", { 'x-ratelimit-reset': String(Date.parse('2026-01-01T00:00:05Z')) }, 5000],
  ['the later of two that are', { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '20ms', 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '2s' }, 2000],
])('%s', (_, headers, wait) => {
  expect(readReset(new Headers(headers), '', null, now)).toBe(now + wait)
})

test.each([
  ['retry-after', 'soon'],
  ['retry-after', '-5'],
  ['retry-after', '0'],
  ['retry-after', 'Wed, 31 Dec 2025 00:00:00 GMT'],
  ['retry-after', '31536000000'],
  ['retry-after', '99999999999999'],
  ['retry-after-ms', 'Infinity'],
  ['x-ratelimit-reset-requests', '9999999999h'],
  ['x-ratelimit-reset', '99999999999999999'],
  ['x-ratelimit-reset-tokens', ''],
])('%s: %s says nothing', (name, value) => {
  expect(readReset(new Headers([[name, value]]), '', null, now)).toBeNull()
})
