import { setTimeout } from 'node:timers/promises'
import type { Clock } from '@autopack/contracts'

/** Real time, with a wall clock that can be set forward and back. */
export interface ShiftedClock extends Clock {
  jump(ms: number): void
}

export function createShiftedClock(): ShiftedClock {
  let shift = 0
  return {
    now: () => Math.round(performance.timeOrigin + performance.now() + shift),
    monotonic: () => performance.now(),
    sleep: (ms, signal) => setTimeout(ms, undefined, signal === undefined ? {} : { signal }),
    jump(ms) {
      shift += ms
    },
  }
}
