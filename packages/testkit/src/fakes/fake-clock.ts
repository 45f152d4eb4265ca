import { setImmediate } from 'node:timers/promises'
import type { Clock } from '@autopack/contracts'

/** Time that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Lets `ms` pass: both clocks move, and each sleeper whose time has come runs before the next one wakes. */
  advance(ms: number): Promise<void>
  /** Sets the wall clock forward or, negative, back, as NTP does. `monotonic` and sleepers do not notice. */
  jump(ms: number): void
  /** How many are asleep. */
  readonly sleepers: number
}

interface Sleeper {
  readonly wakesAt: number
  readonly wake: () => void
}

/** `start` is the wall clock's first value in milliseconds; default 2026-01-01. */
export function createFakeClock({ start = Date.UTC(2026, 0, 1) }: { readonly start?: number } = {}): FakeClock {
  let wall = start
  let elapsed = 0
  const sleepers = new Set<Sleeper>()
  const pass = (ms: number): void => {
    wall += ms
    elapsed += ms
  }
  const nextBefore = (end: number): Sleeper | undefined => [...sleepers].filter(({ wakesAt }) => wakesAt <= end).sort((left, right) => left.wakesAt - right.wakesAt)[0]
  return {
    now: () => wall,
    monotonic: () => elapsed,
    sleep: (ms, signal) => sleep(sleepers, elapsed + ms, signal),
    async advance(ms) {
      const end = elapsed + ms
      for (let next = nextBefore(end); next !== undefined; next = nextBefore(end)) {
        pass(Math.max(0, next.wakesAt - elapsed))
        next.wake()
        await setImmediate()
      }
      pass(end - elapsed)
    },
    jump(ms) {
      wall += ms
    },
    get sleepers() {
      return sleepers.size
    },
  }
}

async function sleep(sleepers: Set<Sleeper>, wakesAt: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const sleeper = { wakesAt, wake: resolve }
  const abort = (): void => reject(signal?.reason)
  sleepers.add(sleeper)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    await promise
  } finally {
    sleepers.delete(sleeper)
    signal?.removeEventListener('abort', abort)
  }
}
