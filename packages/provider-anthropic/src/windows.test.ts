import { expect, test } from 'vitest'
import { readWindows } from './windows.ts'

const unified = (of: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(of).map(([name, value]) => [`anthropic-ratelimit-unified-${name}`, value]))

test.each([
  ['shares of a plan', unified({ '5h-utilization': '0.25', '5h-reset': '100', '7d-utilization': '0.9' }), [{ name: '5h', used: { share: 0.25 }, resetAt: 100_000 }, { name: '7d', used: { share: 0.9 }, resetAt: null }]],
  ['a window that rejects is all used', unified({ '7d-status': 'rejected', '7d-utilization': '0.99', '7d-reset': '100' }), [{ name: '7d', used: { share: 1 }, resetAt: 100_000 }]],
  ["a model's own week, and no other's", unified({ '7d_opus-utilization': '0.9', '7d_sonnet-utilization': '0.5', '7d-utilization': '0.3' }), [{ name: '7d', used: { share: 0.3 }, resetAt: null }, { name: '7d_sonnet', scope: 'model', used: { share: 0.5 }, resetAt: null }]],
  ['a rejection that names its claim', unified({ status: 'rejected', reset: '100', 'representative-claim': 'five_hour' }), [{ name: '5h', used: { share: 1 }, resetAt: 100_000 }]],
  ['a rejection that names none', unified({ status: 'rejected' }), [{ name: null, used: { share: 1 }, resetAt: null }]],
  ['a rate', { 'anthropic-ratelimit-input-tokens-limit': '100', 'anthropic-ratelimit-input-tokens-remaining': '40', 'anthropic-ratelimit-input-tokens-reset': '2026-06-01T12:00:05Z' }, [{ name: 'input-tokens', used: { count: 60, unit: 'tokens', limit: 100 }, resetAt: Date.parse('2026-06-01T12:00:05Z') }]],
  ['nonsense', unified({ '5h-utilization': 'much', '7d-utilization': '', status: 'allowed' }), []],
])('%s', (_, headers, windows) => {
  expect(readWindows(new Headers(headers), 'claude-sonnet-4-5')).toEqual(windows)
})
