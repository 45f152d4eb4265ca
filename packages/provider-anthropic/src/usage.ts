import type { TokenUsage } from '@autopack/contracts'
import { field, readCount } from '@autopack/provider-wire'

/**
 * Anthropic's counts as our classes; null where one is missing, negative or broken. Its input classes are disjoint already; what was written to its cache
 * for five minutes and for an hour is one class here, and thinking is taken out of the output where it is told.
 */
export function readUsage(reported: unknown): TokenUsage | null {
  const input = readCount(field(reported, 'input_tokens'))
  const cacheRead = readCount(field(reported, 'cache_read_input_tokens'), 0)
  const cacheWrite = written(reported)
  const output = readCount(field(reported, 'output_tokens'))
  const reasoning = readCount(field(reported, 'output_tokens_details', 'thinking_tokens'), 0)
  if (input === null || cacheRead === null || cacheWrite === null || output === null || reasoning === null || reasoning > output) return null
  return { input, cacheRead, cacheWrite, output: output - reasoning, reasoning }
}

/** The total, or the sum of its parts where that is larger: it is the parts that are billed. */
function written(reported: unknown): number | null {
  const total = readCount(field(reported, 'cache_creation_input_tokens'), 0)
  const fiveMinutes = readCount(field(reported, 'cache_creation', 'ephemeral_5m_input_tokens'), 0)
  const hour = readCount(field(reported, 'cache_creation', 'ephemeral_1h_input_tokens'), 0)
  return total === null || fiveMinutes === null || hour === null ? null : Math.max(total, fiveMinutes + hour)
}
