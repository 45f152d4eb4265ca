import type { TokenUsage } from '@autopack/contracts'

/** What a provider counted, each as `readCount` gives it. */
export interface CountedUsage {
  /** All that was sent, what was read from and written to a cache included. */
  readonly input: number | null
  readonly cacheRead: number | null
  readonly cacheWrite: number | null
  readonly output: number | null
  /** Part of `output`, or beside it where the total says so. */
  readonly reasoning: number | null
  /** What the provider says is all of it; left out where it says nothing. */
  readonly total?: number | null
}

/**
 * Counts as disjoint classes whose sum is the total. What is in the total and in no class came back, for that is the dearest that it can be: reasoning that stands
 * beside the output, or what a translation has lost. Null where a count is missing or cannot be: larger than what it is part of, or than the total.
 */
export function classesOf({ input, cacheRead, cacheWrite, output, reasoning, total }: CountedUsage): TokenUsage | null {
  if (input === null || cacheRead === null || cacheWrite === null || output === null || reasoning === null || total === null) return null
  const unclassified = (total ?? input + output) - input - output
  const beside = reasoning > output || reasoning === unclassified
  if (cacheRead + cacheWrite > input || unclassified < (beside ? reasoning : 0)) return null
  const sent = { input: input - cacheRead - cacheWrite, cacheRead, cacheWrite }
  return beside ? { ...sent, output, reasoning: unclassified } : { ...sent, output: output - reasoning, reasoning: reasoning + unclassified }
}
