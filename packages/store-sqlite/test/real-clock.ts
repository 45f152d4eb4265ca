import { setTimeout } from 'node:timers/promises'
import type { Clock } from '@autopack/contracts'

export const realClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms) => setTimeout(ms),
}
