import { expect, test } from 'vitest'
import { servedAsAsked } from './served.ts'

test.each([
  ['gpt-5-mini', 'gpt-5-mini'],
  ['gpt-5-mini', 'gpt-5-mini-2025-08-07'],
  ['gpt-4', 'gpt-4-0613'],
  ['claude-sonnet-4.5', 'claude-sonnet-4.5@20250929'],
  ['llama3', 'llama3:latest'],
  ['Qwen/Qwen3-8B', 'qwen/qwen3-8b'],
  ['claude-3-5-haiku-latest', 'claude-3-5-haiku-20241022'],
  ['claude-3-5-haiku-latest', 'claude-3-5-haiku-latest'],
  ['mistral-large-latest', 'mistral-large-2411'],
  ['llama3:latest', 'llama3'],
  ['gemini-1.5-pro', 'gemini-1.5-pro-002'],
  ['gemini-2.5-flash-preview', 'gemini-2.5-flash-preview-05-20'],
  ['gemini-2.5-flash-preview', 'gemini-2.5-flash-preview-09-2025'],
  ['kimi-k2', 'kimi-k2-0905'],
  ['doubao-seed', 'doubao-seed-250615'],
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
  ['claude-sonnet-4', 'claude-sonnet-4-5'],
  ['claude-sonnet-4', 'claude-sonnet-4-5-20250929'],
  ['o3', 'o3-2'],
  ['gpt-4', 'gpt-4-1'],
  ['glm-4', 'glm-4-32'],
  ['glm-4', 'glm-4-9999'],
  ['phi', 'phi-12345'],
  ['phi', 'phi-991332'],
  ['claude-3-5-haiku-latest', 'claude-3-5-haiku'],
  ['claude-3-5-haiku-latest', 'claude-3-5-haiku-mini-20241022'],
  ['claude-3-5-haiku-20241022', 'claude-3-5-haiku-latest'],
])('%s is not served by "%s"', (asked, served) => {
  expect(servedAsAsked(asked, served)).toBe(false)
})
