import type { TokenUsage } from '@autopack/contracts'
import { field, readCount } from '@autopack/provider-wire'

/** A model's counts as disjoint classes, of any specification; null where one is missing, negative, broken or larger than what it is part of. */
export function readUsage(reported: unknown): TokenUsage | null {
  const grouped = typeof field(reported, 'inputTokens') === 'object'
  const input = readCount(grouped ? field(reported, 'inputTokens', 'total') : field(reported, 'inputTokens'))
  const cacheRead = readCount(grouped ? field(reported, 'inputTokens', 'cacheRead') : field(reported, 'cachedInputTokens'), 0)
  const cacheWrite = readCount(field(reported, 'inputTokens', 'cacheWrite'), 0)
  const output = readCount(grouped ? field(reported, 'outputTokens', 'total') : field(reported, 'outputTokens'))
  const reasoning = readCount(grouped ? field(reported, 'outputTokens', 'reasoning') : field(reported, 'reasoningTokens'), 0)
  if (input === null || cacheRead === null || cacheWrite === null || output === null || reasoning === null) return null
  if (cacheRead + cacheWrite > input || reasoning > output) return null
  return { input: input - cacheRead - cacheWrite, cacheRead, cacheWrite, output: output - reasoning, reasoning }
}
