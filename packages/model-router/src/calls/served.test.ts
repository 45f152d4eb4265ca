import { expect, test } from 'vitest'
import { servedAsAsked } from './served.ts'

test.each([
  ['gpt-5-mini', 'gpt-5-mini'],
  ['gpt-5-mini', 'gpt-5-mini-2025-08-07'],
  ['gpt-4', 'gpt-4-0613'],
  ['claude-sonnet-4.5', 'claude-sonnet-4.5@20250929'],
  ['llama3', 'llama3:latest'],
  ['Qwen/Qwen3-8B', 'qwen/qwen3-8b'],
])('%s may be served as %s', (asked, served) => {
  expect(servedAsAsked(asked, served)).toBe(true)
})

test.each([
  ['gpt-4o', 'gpt-4o-mini-2024-07-18'],
  ['gpt-4', 'gpt-4-32k'],
  ['gpt-5', 'gpt-5.1'],
  ['gpt-5.1', 'gpt-5'],
  ['llama3', 'llama3:8b-q2'],
  ['gpt-5', ''],
])('%s is not served by "%s"', (asked, served) => {
  expect(servedAsAsked(asked, served)).toBe(false)
})
