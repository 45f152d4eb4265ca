import type { AnchorMove, Clock, HoldEntry, RefusedLimit, Reservation, ReserveResult } from '@autopack/contracts'
import { checkReservation, wholeTime } from './check.ts'
import { count, sumOf, type MemoryState } from './memory-state.ts'

export function reserve(state: MemoryState, clock: Clock, reservation: Reservation): ReserveResult {
  checkReservation(reservation)
  const times = { reservedAt: wholeTime(clock.now()), expiresAt: wholeTime(reservation.expiresAt) }
  const known = state.operations.get(reservation.operation)
  if (known !== undefined) return known.state === 'held' ? { kind: 'held' } : { kind: 'taken', state: known.state }
  if (!isAsSeen(state, reservation.anchors)) return { kind: 'stale' }
  const limits = reservation.entries.map((entry) => passed(state, entry)).filter((limit) => limit !== null)
  if (limits.length > 0) return { kind: 'refused', limits }
  hold(state, reservation, times)
  return { kind: 'held' }
}

/** Whether it could. */
export function move(state: MemoryState, anchors: readonly AnchorMove[]): boolean {
  if (!isAsSeen(state, anchors)) return false
  for (const { key, next } of anchors) state.anchors.set(key, wholeTime(next))
  return true
}

function isAsSeen(state: MemoryState, anchors: readonly AnchorMove[]): boolean {
  return anchors.every(({ key, seen }) => (state.anchors.get(key) ?? null) === seen)
}

/** The limit as the call would pass it, null where there is room. */
function passed(state: MemoryState, { limit, window, observation, floor, amount, hard }: HoldEntry): RefusedLimit | null {
  if (hard === null) return null
  const { posted, held } = sumOf(state, window)
  const elsewhere = observation === null ? 0 : (state.observations.get(observation)?.elsewhere ?? 0)
  const used = Math.max(posted + elsewhere, floor) + held
  return used + amount > hard ? { limit, used, hard } : null
}

function hold(state: MemoryState, { operation, facts, entries, anchors }: Reservation, times: { readonly reservedAt: number; readonly expiresAt: number }): void {
  const holds = new Map(entries.map(({ bucket, amount }) => [bucket, amount]))
  state.operations.set(operation, { operation, state: 'held', ...times, facts, holds, charged: new Map(), settled: null })
  for (const [bucket, amount] of holds) count(state, bucket, 0, amount)
  for (const { key, next } of anchors) state.anchors.set(key, next)
}
