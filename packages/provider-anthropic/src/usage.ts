import type { TokenUsage } from '@autopack/contracts'
import { field, readCount } from '@autopack/provider-wire'

/**
 * Anthropic's counts as our classes; null where one is missing, negative or broken. Its input classes are disjoint already; thinking is taken out of the
 * output where it is told.
 */
export function readUsage(reported: unknown): TokenUsage | null {
  const input = readCount(field(reported, 'input_tokens'))
  const cacheRead = readCount(field(reported, 'cache_read_input_tokens'), 0)
  const written = writtenOf(reported)
  const output = readCount(field(reported, 'output_tokens'))
  const reasoning = readCount(field(reported, 'output_tokens_details', 'thinking_tokens'), 0)
  if (input === null || cacheRead === null || written === null || output === null || reasoning === null || reasoning > output) return null
  return { input, cacheRead, ...written, output: output - reasoning, reasoning }
}

/** The total, or the sum of its parts where that is larger: it is the parts that are billed. What no part tells of is kept for an hour, which is the dearer. */
function writtenOf(reported: unknown): Pick<TokenUsage, 'cacheWrite' | 'cacheWriteHour'> | null {
  const total = readCount(field(reported, 'cache_creation_input_tokens'), 0)
  const parts = field(reported, 'cache_creation')
  const fiveMinutes = readCount(field(parts, 'ephemeral_5m_input_tokens'), 0)
  const hour = readCount(field(parts, 'ephemeral_1h_input_tokens'), 0)
  if (total === null || fiveMinutes === null || hour === null) return null
  const cacheWrite = Math.max(total, fiveMinutes + hour)
  return parts == null ? { cacheWrite } : { cacheWrite, cacheWriteHour: cacheWrite - fiveMinutes }
}
