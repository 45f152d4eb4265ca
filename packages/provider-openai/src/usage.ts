import type { TokenUsage } from '@autopack/contracts'
import { classesOf, field, readCount } from '@autopack/provider-wire'

/** The provider's counts as disjoint classes; null where a count is missing, negative, broken, or larger than what it is part of. */
export function readUsage(reported: unknown): TokenUsage | null {
  const total = field(reported, 'total_tokens')
  return classesOf({
    input: readCount(field(reported, 'prompt_tokens')),
    cacheRead: readCount(field(reported, 'prompt_tokens_details', 'cached_tokens'), 0),
    // OpenAI writes its cache for nothing and reports none; OpenRouter passes on what other families charge for it
    cacheWrite: readCount(field(reported, 'prompt_tokens_details', 'cache_write_tokens'), 0),
    output: readCount(field(reported, 'completion_tokens')),
    // xAI and others count it beside the completion, which only the total tells
    reasoning: readCount(field(reported, 'completion_tokens_details', 'reasoning_tokens'), 0),
    ...(total == null ? {} : { total: readCount(total) }),
  })
}
