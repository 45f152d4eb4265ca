import type { Clock, Ledger } from '@autopack/contracts'
import { isCount, wholeTime } from './check.ts'
import { misuse } from './errors.ts'
import { sumOf, type MemoryState } from './memory-state.ts'

/** What is known of a provider at the moment. */
export function createHealth(state: MemoryState, clock: Clock): Pick<Ledger, 'observe' | 'cooldown' | 'endCooldown' | 'breaker' | 'putBreaker' | 'permit' | 'release'> {
  return {
    async observe(key, { used, ...times }, window) {
      if (!isCount(used)) throw misuse(`The reported use ${used} of ${key} is no whole number.`, { key, used })
      const at = wholeTime(times.at)
      const resetAt = times.resetAt === null ? null : wholeTime(times.resetAt)
      if ((state.observations.get(key)?.at ?? at) > at) return
      state.observations.set(key, { used, resetAt, at, elsewhere: Math.max(0, used - sumOf(state, window).posted) })
    },
    async cooldown(key, until, reason) {
      const whole = wholeTime(until)
      if (whole > (state.cooldowns.get(key)?.until ?? Number.NEGATIVE_INFINITY)) state.cooldowns.set(key, { until: whole, reason })
    },
    endCooldown: async (key) => void state.cooldowns.delete(key),
    breaker: async (key) => state.breakers.get(key) ?? null,
    async putBreaker(key, seen, { failures, openUntil, probeUntil }) {
      if (!isCount(failures)) throw misuse(`The breaker ${key} cannot count ${failures} failures.`, { key, failures })
      const next = { failures, openUntil: openUntil === null ? null : wholeTime(openUntil), probeUntil: probeUntil === null ? null : wholeTime(probeUntil) }
      const version = state.breakers.get(key)?.version ?? null
      if (version !== seen) return false
      state.breakers.set(key, { version: (version ?? 0) + 1, ...next })
      return true
    },
    async permit(key, max, owner, ttlMs) {
      const now = wholeTime(clock.now())
      const expiresAt = wholeTime(now + ttlMs)
      const permits = new Map([...(state.permits.get(key) ?? [])].filter(([, until]) => until > now && until <= expiresAt))
      const others = [...permits].filter(([holder]) => holder !== owner).map(([, until]) => until)
      if (others.length >= max) return { kind: 'full', freeAt: others.length === 0 ? 0 : Math.min(...others) }
      state.permits.set(key, permits.set(owner, expiresAt))
      return { kind: 'granted' }
    },
    async release(key, owner) {
      state.permits.get(key)?.delete(owner)
    },
  }
}
