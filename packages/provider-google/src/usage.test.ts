import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readUsage } from './usage.ts'

test('cached tokens are taken out of the prompt, thoughts stand beside the candidates', () => {
  expect(readUsage({ promptTokenCount: 100, cachedContentTokenCount: 60, toolUsePromptTokenCount: 5, candidatesTokenCount: 30, thoughtsTokenCount: 20, totalTokenCount: 155 })).toEqual({ input: 45, cacheRead: 60, cacheWrite: 0, output: 30, reasoning: 20 })
})

test('what the total has and no class tells of costs the dearest that it can be; a total that is less than its parts is none', () => {
  expect(readUsage({ promptTokenCount: 100, candidatesTokenCount: 30, totalTokenCount: 180 })).toEqual({ input: 100, cacheRead: 0, cacheWrite: 0, output: 30, reasoning: 50 })
  expect(readUsage({ promptTokenCount: 100, candidatesTokenCount: 30, totalTokenCount: 129 })).toBeNull()
  expect(readUsage({ promptTokenCount: 100, candidatesTokenCount: 30, totalTokenCount: -1 })).toBeNull()
})

test('zeros are left out on the wire', () => {
  expect(readUsage({ promptTokenCount: 7 })).toEqual({ input: 7, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 })
})

test.each([[{}], [{ promptTokenCount: -1 }], [{ promptTokenCount: 1, cachedContentTokenCount: 2 }], [{ promptTokenCount: 1.5 }], [{ promptTokenCount: 1, candidatesTokenCount: '1' }], ['many']])('%j is no usage', (reported) => {
  expect(readUsage(reported)).toBeNull()
})

test('whatever is reported, the sum of the classes is what was sent and what came back, or there is none', () => {
  const count = fc.nat(1000)
  fc.assert(
    fc.property(count, count, count, count, count, fc.option(count), (prompt, cached, tools, candidates, thoughts, more) => {
      const parts = prompt + tools + candidates + thoughts
      const usage = readUsage({ ...(more === null ? {} : { totalTokenCount: parts + more }), promptTokenCount: prompt, cachedContentTokenCount: cached, toolUsePromptTokenCount: tools, candidatesTokenCount: candidates, thoughtsTokenCount: thoughts })
      if (cached > prompt) expect(usage).toBeNull()
      else expect(Object.values(usage ?? {}).reduce((sum, tokens) => sum + tokens, 0)).toBe(parts + (more ?? 0))
    }),
  )
})
