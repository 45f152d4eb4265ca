import type { TokenUsage } from '@autopack/contracts'
import { field, readCount } from '@autopack/provider-wire'

/** The provider's counts as disjoint classes; null where a count is missing, negative, broken or larger than what it is part of. */
export function readUsage(reported: unknown): TokenUsage | null {
  const prompt = readCount(field(reported, 'prompt_tokens'))
  const completion = readCount(field(reported, 'completion_tokens'))
  const cacheRead = readCount(field(reported, 'prompt_tokens_details', 'cached_tokens'), 0)
  // OpenAI writes its cache for nothing and reports none; OpenRouter passes on what other families charge for it
  const cacheWrite = readCount(field(reported, 'prompt_tokens_details', 'cache_write_tokens'), 0)
  const reasoning = readCount(field(reported, 'completion_tokens_details', 'reasoning_tokens'), 0)
  if (prompt === null || completion === null || cacheRead === null || cacheWrite === null || reasoning === null) return null
  if (cacheRead + cacheWrite > prompt || reasoning > completion) return null
  return { input: prompt - cacheRead - cacheWrite, cacheRead, cacheWrite, output: completion - reasoning, reasoning }
}
