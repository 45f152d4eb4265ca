import type { TokenUsage } from '@autopack/contracts'
import { classesOf, field, readCount } from '@autopack/provider-wire'

/**
 * A model's counts as disjoint classes, of any specification; null where one is missing, negative, broken, or larger than what it is part of. `metadata` is what the
 * provider of the model says besides: where the specification leaves open whether the input holds what went through a cache, it tells.
 */
export function readUsage(reported: unknown, metadata?: unknown): TokenUsage | null {
  const usage = typeof field(reported, 'inputTokens') === 'object' ? grouped(reported) : flat(reported, metadata)
  const hour = readCount(field(metadata, 'anthropic', 'usage', 'cache_creation', 'ephemeral_1h_input_tokens'))
  return usage === null || hour === null || hour > usage.cacheWrite ? usage : { ...usage, cacheWriteHour: hour }
}

/** Since specification v3. */
function grouped(reported: unknown): TokenUsage | null {
  const count = (side: string, name: string): number | null => readCount(field(reported, side, name), 0)
  const [cacheRead, cacheWrite, reasoning] = [count('inputTokens', 'cacheRead'), count('inputTokens', 'cacheWrite'), count('outputTokens', 'reasoning')]
  const input = sideOf(field(reported, 'inputTokens'), 'noCache', cacheRead === null || cacheWrite === null ? null : cacheRead + cacheWrite)
  const output = sideOf(field(reported, 'outputTokens'), 'text', reasoning)
  return classesOf({ input, cacheRead, cacheWrite, output, reasoning })
}

/** All of a side: its total, or the sum of its parts where its total leaves some of them out. */
function sideOf(side: unknown, rest: string, part: number | null): number | null {
  const total = readCount(field(side, 'total'))
  if (total === null || part === null) return null
  const own = readCount(field(side, rest), total < part ? total : 0)
  return own === null ? null : Math.max(total, own + part)
}

/** Specification v2, in which every package has a way of its own. */
function flat(reported: unknown, metadata: unknown): TokenUsage | null {
  const input = readCount(field(reported, 'inputTokens'))
  const cacheRead = readCount(field(reported, 'cachedInputTokens'), 0)
  const cacheWrite = writtenBesides(metadata)
  const output = readCount(field(reported, 'outputTokens'))
  const reasoning = readCount(field(reported, 'reasoningTokens'), 0)
  if (input === null || cacheRead === null || cacheWrite === null || output === null || reasoning === null) return null
  const total = readCount(field(reported, 'totalTokens'), input + output)
  const cached = cacheRead + cacheWrite
  if (total === null || total < input + output) return null
  const unclassified = total - input - output
  const told = unclassified === cached || unclassified === cached + reasoning
  if (cached === 0 || (cached <= input && holdsCached(metadata) && !told)) return classesOf({ input, cacheRead, cacheWrite, output, reasoning, total })
  return classesOf({ input: input + cached, cacheRead, cacheWrite, output, reasoning, total: told ? total : total + cached })
}

/** Their packages give what was neither read nor written as the input, and as part of the total. */
const besides = ['anthropic', 'bedrock']

/** That somebody else's input holds what was cached, as it does nearly everywhere. Of one that gives no name the dearer is taken: that it does not. */
function holdsCached(metadata: unknown): boolean {
  const names = Object.keys(typeof metadata === 'object' && metadata !== null ? metadata : {})
  return names.length > 0 && !names.some((name) => besides.includes(name))
}

/** The specification has no place for it. */
function writtenBesides(metadata: unknown): number | null {
  const { anthropic, bedrock } = { anthropic: field(metadata, 'anthropic'), bedrock: field(metadata, 'bedrock') }
  return readCount(field(anthropic, 'cacheCreationInputTokens') ?? field(anthropic, 'usage', 'cache_creation_input_tokens') ?? field(bedrock, 'usage', 'cacheWriteInputTokens'), 0)
}
