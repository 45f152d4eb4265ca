import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readUsage } from './usage.ts'

test('whatever is reported, in whichever shape, the sum of the classes is what was sent and what came back, or there is none', () => {
  const count = fc.nat(1000)
  fc.assert(
    fc.property(count, count, count, count, count, (input, cacheRead, cacheWrite, output, reasoning) => {
      const flat = readUsage({ inputTokens: input, cachedInputTokens: cacheRead, outputTokens: output, reasoningTokens: reasoning })
      const grouped = readUsage({ inputTokens: { total: input, cacheRead, cacheWrite }, outputTokens: { total: output, reasoning } })
      const sum = (usage: object | null): number => Object.values(usage ?? {}).reduce((total: number, tokens: number) => total + tokens, 0)
      if (cacheRead > input || reasoning > output) expect(flat).toBeNull()
      else expect(sum(flat)).toBe(input + output)
      if (cacheRead + cacheWrite > input || reasoning > output) expect(grouped).toBeNull()
      else expect(sum(grouped)).toBe(input + output)
    }),
  )
})
