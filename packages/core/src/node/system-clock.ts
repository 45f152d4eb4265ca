import { setTimeout } from 'node:timers/promises'
import type { Clock } from '@autopack/contracts'

/** The host's time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => setTimeout(ms, undefined, { signal, ref: true }),
}
