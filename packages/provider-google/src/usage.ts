import type { TokenUsage } from '@autopack/contracts'
import { classesOf, field, readCount } from '@autopack/provider-wire'

/** Google's counts as disjoint classes; null where the prompt's is missing or any is negative, broken, or larger than what it is part of. Zeros are left out on its wire. */
export function readUsage(reported: unknown): TokenUsage | null {
  const prompt = readCount(field(reported, 'promptTokenCount'))
  const tools = readCount(field(reported, 'toolUsePromptTokenCount'), 0)
  const cacheRead = readCount(field(reported, 'cachedContentTokenCount'), 0)
  const candidates = readCount(field(reported, 'candidatesTokenCount'), 0)
  const thoughts = readCount(field(reported, 'thoughtsTokenCount'), 0)
  const total = field(reported, 'totalTokenCount')
  if (prompt === null || tools === null || cacheRead === null || cacheRead > prompt || candidates === null || thoughts === null) return null
  // thoughts stand beside the candidates, not among them
  return classesOf({ input: prompt + tools, cacheRead, cacheWrite: 0, output: candidates + thoughts, reasoning: thoughts, ...(total == null ? {} : { total: readCount(total) }) })
}
