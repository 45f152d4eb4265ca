import type { AnchorMove, Clock, HoldEntry, Ledger, RefusedLimit, Reservation } from '@autopack/contracts'
import type { Database } from '../database/database.ts'
import { checkReservation, wholeTime } from './check.ts'
import type { LedgerRows } from './rows/ledger-rows.ts'

export function createReserve({ database, rows, clock }: { readonly database: Database; readonly rows: LedgerRows; readonly clock: Clock }): Ledger['reserve'] {
  return async (reservation) => {
    checkReservation(reservation)
    const expiresAt = wholeTime(reservation.expiresAt)
    return database.write(() => {
      const known = rows.operations.find(reservation.operation)
      if (known !== null) return known.state === 'held' ? { kind: 'held' } : { kind: 'taken', state: known.state }
      if (!isAsSeen(rows, reservation.anchors)) return { kind: 'stale' }
      const limits = reservation.entries.map((entry) => passed(rows, entry)).filter((limit) => limit !== null)
      if (limits.length > 0) return { kind: 'refused', limits }
      hold(rows, reservation, { reservedAt: wholeTime(clock.now()), expiresAt })
      return { kind: 'held' }
    })
  }
}

export function createMove({ database, rows }: { readonly database: Database; readonly rows: LedgerRows }): Ledger['move'] {
  return async (anchors) => {
    const moves = anchors.map(({ key, seen, next }) => ({ key, seen, next: wholeTime(next) }))
    return database.write(() => {
      if (!isAsSeen(rows, moves)) return false
      for (const { key, next } of moves) rows.anchors.put(key, next)
      return true
    })
  }
}

function isAsSeen({ anchors }: LedgerRows, moves: readonly AnchorMove[]): boolean {
  return moves.every(({ key, seen }) => anchors.find(key) === seen)
}

/** The limit as the call would pass it, null where there is room. */
function passed({ buckets, observations }: LedgerRows, { limit, window, observation, floor, amount, hard }: HoldEntry): RefusedLimit | null {
  if (hard === null) return null
  const { posted, held } = buckets.sum(window)
  const elsewhere = observation === null ? 0 : (observations.find(observation)?.elsewhere ?? 0)
  const used = Math.max(posted + elsewhere, floor) + held
  return used + amount > hard ? { limit, used, hard } : null
}

function hold(rows: LedgerRows, reservation: Reservation, { reservedAt, expiresAt }: { readonly reservedAt: number; readonly expiresAt: number }): void {
  const operation = rows.operations.insert(reservation, reservedAt, expiresAt)
  for (const entry of reservation.entries) {
    rows.postings.hold(operation, entry)
    rows.buckets.add(entry.bucket, 0, entry.amount)
  }
  for (const { key, next } of reservation.anchors) rows.anchors.put(key, next)
}
