import type { TokenUsage } from '@autopack/contracts'
import { field, readCount } from '@autopack/provider-wire'

/** Google's counts as disjoint classes; null where the prompt's is missing or any is negative, broken or larger than what it is part of. Zeros are left out on its wire. */
export function readUsage(reported: unknown): TokenUsage | null {
  const prompt = readCount(field(reported, 'promptTokenCount'))
  const cacheRead = readCount(field(reported, 'cachedContentTokenCount'), 0)
  const tools = readCount(field(reported, 'toolUsePromptTokenCount'), 0)
  const output = readCount(field(reported, 'candidatesTokenCount'), 0)
  // beside the candidates, not among them
  const reasoning = readCount(field(reported, 'thoughtsTokenCount'), 0)
  if (prompt === null || cacheRead === null || tools === null || output === null || reasoning === null || cacheRead > prompt) return null
  return { input: prompt - cacheRead + tools, cacheRead, cacheWrite: 0, output, reasoning }
}
