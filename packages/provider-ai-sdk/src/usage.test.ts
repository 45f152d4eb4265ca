import type { TokenUsage } from '@autopack/contracts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readUsage } from './usage.ts'

const sum = (usage: TokenUsage | null): number | null => usage && usage.input + usage.cacheRead + usage.cacheWrite + usage.output + usage.reasoning
const somebody = { compatible: {} }

test('whatever is reported, in whichever shape, the sum of the classes is what was sent and what came back, or there is none', () => {
  const count = fc.nat(1000)
  fc.assert(
    fc.property(count, count, count, count, count, (input, cacheRead, cacheWrite, output, reasoning) => {
      const flat = readUsage({ inputTokens: input, cachedInputTokens: cacheRead, outputTokens: output, reasoningTokens: reasoning }, somebody)
      const grouped = readUsage({ inputTokens: { total: input, cacheRead, cacheWrite }, outputTokens: { total: output, reasoning } })
      const side = (total: number, part: number): number => (part > total ? total + part : total)
      expect(sum(grouped)).toBe(side(input, cacheRead + cacheWrite) + side(output, reasoning))
      expect(sum(flat)).toBe(reasoning > output ? null : side(input, cacheRead) + output)
    }),
  )
})

test('a group that leaves some of its parts out of its total is all of them', () => {
  expect(readUsage({ inputTokens: { total: 1000, noCache: 1000, cacheRead: 800, cacheWrite: 5000 }, outputTokens: { total: 28, text: 28, reasoning: 200 } })).toEqual({ input: 1000, cacheRead: 800, cacheWrite: 5000, output: 28, reasoning: 200 })
})

describe('what specification v2 leaves open:', () => {
  const reported = { inputTokens: 1000, outputTokens: 10, totalTokens: 1010, cachedInputTokens: 800 }

  test('Anthropic’s package leaves the cache out of input and total, and tells of writes elsewhere', () => {
    expect(readUsage(reported, { anthropic: { usage: { input_tokens: 1000 }, cacheCreationInputTokens: 5000 } })).toEqual({ input: 1000, cacheRead: 800, cacheWrite: 5000, output: 10, reasoning: 0 })
    expect(readUsage({ ...reported, cachedInputTokens: 2000 }, { anthropic: { cacheCreationInputTokens: null } })).toEqual({ input: 1000, cacheRead: 2000, cacheWrite: 0, output: 10, reasoning: 0 })
  })

  test('and of what is kept for an hour, in every specification', () => {
    const metadata = { anthropic: { usage: { cache_creation: { ephemeral_5m_input_tokens: 4000, ephemeral_1h_input_tokens: 1000 } }, cacheCreationInputTokens: 5000 } }
    const grouped = { inputTokens: { total: 6800, noCache: 1000, cacheRead: 800, cacheWrite: 5000 }, outputTokens: { total: 10 } }
    for (const each of [reported, grouped]) expect(readUsage(each, metadata)).toEqual({ input: 1000, cacheRead: 800, cacheWrite: 5000, cacheWriteHour: 1000, output: 10, reasoning: 0 })
  })

  test('so does Bedrock’s', () => {
    expect(readUsage(reported, { bedrock: { usage: { cacheWriteInputTokens: 70 } } })).toEqual({ input: 1000, cacheRead: 800, cacheWrite: 70, output: 10, reasoning: 0 })
  })

  test('others count it in', () => {
    expect(readUsage(reported, somebody)).toEqual({ input: 200, cacheRead: 800, cacheWrite: 0, output: 10, reasoning: 0 })
  })

  test('unless their total says that they do not', () => {
    expect(readUsage({ ...reported, totalTokens: 1810 }, somebody)).toEqual({ input: 1000, cacheRead: 800, cacheWrite: 0, output: 10, reasoning: 0 })
  })

  test('of one that says nothing the dearer is taken', () => {
    expect(readUsage(reported)).toEqual({ input: 1000, cacheRead: 800, cacheWrite: 0, output: 10, reasoning: 0 })
  })

  test('reasoning beside the output, and what no class tells of, are in the total', () => {
    expect(readUsage({ inputTokens: 100, outputTokens: 280, reasoningTokens: 200, totalTokens: 580 })).toEqual({ input: 100, cacheRead: 0, cacheWrite: 0, output: 280, reasoning: 200 })
    expect(readUsage({ inputTokens: 100, outputTokens: 50, totalTokens: 950 })).toEqual({ input: 100, cacheRead: 0, cacheWrite: 0, output: 50, reasoning: 800 })
  })

  test.each([[{ ...reported, totalTokens: 1009 }], [{ ...reported, totalTokens: -1 }], [{ ...reported, cachedInputTokens: -1 }], [{ ...reported, reasoningTokens: 11 }], [{ inputTokens: 1 }]])('%j is no usage', (wrong) => {
    expect(readUsage(wrong, somebody)).toBeNull()
  })
})
