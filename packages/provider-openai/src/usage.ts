import type { TokenUsage } from '@autopack/contracts'

/** The provider's counts as disjoint classes; null where a count is missing, negative, broken or larger than what it is part of. */
export function readUsage(reported: unknown): TokenUsage | null {
  const prompt = count(reported, 'prompt_tokens')
  const completion = count(reported, 'completion_tokens')
  const cacheRead = count(part(reported, 'prompt_tokens_details'), 'cached_tokens', 0)
  // OpenAI writes its cache for nothing and reports none; OpenRouter passes on what other families charge for it
  const cacheWrite = count(part(reported, 'prompt_tokens_details'), 'cache_write_tokens', 0)
  const reasoning = count(part(reported, 'completion_tokens_details'), 'reasoning_tokens', 0)
  if (prompt === null || completion === null || cacheRead === null || cacheWrite === null || reasoning === null) return null
  if (cacheRead + cacheWrite > prompt || reasoning > completion) return null
  return { input: prompt - cacheRead - cacheWrite, cacheRead, cacheWrite, output: completion - reasoning, reasoning }
}

function count(value: unknown, name: string, missing: number | null = null): number | null {
  const found = part(value, name) ?? missing
  return typeof found === 'number' && Number.isSafeInteger(found) && found >= 0 ? found : null
}

function part(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
