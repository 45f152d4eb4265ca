import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readUsage } from './usage.ts'

test('cached and reasoning tokens are taken out of what they are part of', () => {
  const usage = readUsage({ prompt_tokens: 100, completion_tokens: 50, prompt_tokens_details: { cached_tokens: 60, cache_write_tokens: 30 }, completion_tokens_details: { reasoning_tokens: 20 } })
  expect(usage).toEqual({ input: 10, cacheRead: 60, cacheWrite: 30, output: 30, reasoning: 20 })
})

test('details that are missing or null count nothing', () => {
  expect(readUsage({ prompt_tokens: 7, completion_tokens: 3, prompt_tokens_details: null })).toEqual({ input: 7, cacheRead: 0, cacheWrite: 0, output: 3, reasoning: 0 })
})

test('reasoning that stands beside the completion is told by the total', () => {
  expect(readUsage({ prompt_tokens: 100, completion_tokens: 280, total_tokens: 580, completion_tokens_details: { reasoning_tokens: 200 } })).toEqual({ input: 100, cacheRead: 0, cacheWrite: 0, output: 280, reasoning: 200 })
  expect(readUsage({ prompt_tokens: 100, completion_tokens: 28, total_tokens: 328, completion_tokens_details: { reasoning_tokens: 200 } })).toEqual({ input: 100, cacheRead: 0, cacheWrite: 0, output: 28, reasoning: 200 })
})

test('what the total has and no class tells of costs the dearest that it can be', () => {
  expect(readUsage({ prompt_tokens: 100, completion_tokens: 50, total_tokens: 950 })).toEqual({ input: 100, cacheRead: 0, cacheWrite: 0, output: 50, reasoning: 800 })
  expect(readUsage({ prompt_tokens: 100, completion_tokens: 50, total_tokens: 950, completion_tokens_details: { reasoning_tokens: 20 } })).toEqual({ input: 100, cacheRead: 0, cacheWrite: 0, output: 30, reasoning: 820 })
})

test.each([
  [{}],
  [{ prompt_tokens: 100, completion_tokens: 50, total_tokens: 149 }],
  [{ prompt_tokens: 100, completion_tokens: 50, total_tokens: -150 }],
  [{ prompt_tokens: 100, completion_tokens: 50, total_tokens: '150' }],
  [{ prompt_tokens: 1 }],
  [{ prompt_tokens: -1, completion_tokens: 1 }],
  [{ prompt_tokens: 1.5, completion_tokens: 1 }],
  [{ prompt_tokens: '1', completion_tokens: 1 }],
  [{ prompt_tokens: 1, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 2 } }],
  [{ prompt_tokens: 3, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 2, cache_write_tokens: 2 } }],
  [{ prompt_tokens: 1, completion_tokens: 1, completion_tokens_details: { reasoning_tokens: 2 } }],
  [{ prompt_tokens: 1e300, completion_tokens: 1 }],
  ['many'],
])('%j is no usage', (reported) => {
  expect(readUsage(reported)).toBeNull()
})

test('whatever is reported, the classes are disjoint: their sum is what was sent and what came back, or there is none', () => {
  const count = fc.nat(1000)
  fc.assert(
    fc.property(count, count, count, count, count, fc.option(count), (prompt, completion, cached, written, reasoning, more) => {
      const total = more === null ? {} : { total_tokens: prompt + completion + more }
      const usage = readUsage({ ...total, prompt_tokens: prompt, completion_tokens: completion, prompt_tokens_details: { cached_tokens: cached, cache_write_tokens: written }, completion_tokens_details: { reasoning_tokens: reasoning } })
      if (cached + written > prompt || (reasoning > completion && reasoning > (more ?? 0))) expect(usage).toBeNull()
      else expect(Object.values(usage ?? {}).reduce((sum, tokens) => sum + tokens, 0)).toBe(prompt + completion + (more ?? 0))
    }),
  )
})
