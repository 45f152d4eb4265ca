/** Integer nano-dollars: 1 USD = 1_000_000_000. */
export type NanoUsd = number

export const nanoPerUsd = 1_000_000_000

/** Disjoint token classes of one call; their sum is the total. Integers ≥ 0. */
export interface TokenUsage {
  readonly input: number
  readonly cacheRead: number
  readonly cacheWrite: number
  /** What of `cacheWrite` is kept for an hour, which costs more than being kept for minutes. Left out: not told. */
  readonly cacheWriteHour?: number
  readonly output: number
  readonly reasoning: number
}
