import type { Cooldown } from '@autopack/contracts'

/** The longest window that providers have is a month. */
const longestMs = 35 * 86_400_000

/** A time that can be waited for: in the future, and not absurdly far; null for any other. */
export function waitable(at: number | null, now: number): number | null {
  return at !== null && at > now ? near(at, now) : null
}

/** A time that a window of a provider can begin or end at; null for one that is absurdly far away. */
export function near(at: number | null, now: number): number | null {
  return at !== null && Math.abs(at - now) <= longestMs ? at : null
}

/** What is still waited for. What would last for longer than anything does was written before the clock was set back: it is over. */
export function lasting(cooldown: Cooldown | undefined, now: number): Cooldown | null {
  return cooldown !== undefined && waitable(cooldown.until, now) !== null ? cooldown : null
}
