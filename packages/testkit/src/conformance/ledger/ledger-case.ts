import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import type { BucketCount, BucketKey, CallFacts, HoldEntry, Ledger, Reservation, ReserveResult, Settlement, SettleFacts } from '@autopack/contracts'
import { createFakeClock, type FakeClock } from '../../fakes/fake-clock.ts'
import type { ConformanceCase } from '../conformance-case.ts'
import type { LedgerConformanceOptions, LedgerSubject } from './ledger-subject.ts'

export interface LedgerTrial extends LedgerSubject {
  readonly clock: FakeClock
}

export const MINUTE = 60_000
export const START = Date.UTC(2026, 0, 1)

/** One case on a ledger of its own. */
export type LedgerCaseBuilder = (name: string, body: (trial: LedgerTrial) => Promise<void>) => ConformanceCase

export function ledgerCases({ open }: LedgerConformanceOptions): LedgerCaseBuilder {
  return (name, body) => ({
    name,
    async run() {
      const clock = createFakeClock({ start: START })
      // who waits for another process to let go of the store waits in real time
      const subject = await open({ now: () => clock.now(), monotonic: () => clock.monotonic(), sleep: (ms) => setTimeout(ms) })
      try {
        await body({ ...subject, clock })
      } finally {
        await subject.dispose()
      }
    },
  })
}

export const callFacts: CallFacts = { run: 'run', phase: 'phase', role: 'builder', provider: 'mine', model: 'small', bound: { tokens: 10, nanoUsd: 500 } }

export const answered: SettleFacts = { outcome: 'answer', usage: { input: 3, cacheRead: 0, cacheWrite: 0, output: 2, reasoning: 0 }, certainty: 'reported', nanoUsd: 250, priceVersion: 'v1', served: 'small-1' }

/** A limit of 100 on one bucket, for a call of at most 10. */
export function entry(bucket: BucketKey, differences: Partial<HoldEntry> = {}): HoldEntry {
  return { limit: `limit of ${bucket}`, bucket, window: [bucket], observation: null, floor: 0, amount: 10, hard: 100, ...differences }
}

export function reservation(operation: string, entries: readonly HoldEntry[], differences: Partial<Reservation> = {}): Reservation {
  return { operation, entries, anchors: [], expiresAt: START + MINUTE, facts: callFacts, ...differences }
}

export function settlement(amounts: Readonly<Record<BucketKey, number>>, differences: Partial<Settlement> = {}): Settlement {
  return { postings: Object.entries(amounts).map(([bucket, amount]) => ({ bucket, amount })), final: true, responseId: null, facts: answered, ...differences }
}

export async function held(ledger: Ledger, operation: string, entries: readonly HoldEntry[], differences: Partial<Reservation> = {}): Promise<void> {
  assert.deepEqual(await ledger.reserve(reservation(operation, entries, differences)), { kind: 'held' })
}

export async function sent(ledger: Ledger, operation: string, entries: readonly HoldEntry[], differences: Partial<Reservation> = {}): Promise<void> {
  await held(ledger, operation, entries, differences)
  assert.deepEqual(await ledger.markSent(operation), { kind: 'sent' })
}

async function countOf(ledger: Ledger, bucket: BucketKey): Promise<BucketCount> {
  return (await ledger.snapshot([bucket], [])).buckets[bucket] ?? { posted: 0, held: 0 }
}

export async function counts(ledger: Ledger, bucket: BucketKey, posted: number, holds: number): Promise<void> {
  assert.deepEqual(await countOf(ledger, bucket), { posted, held: holds }, bucket)
}

export function refusedWith(limit: string, used: number, hard: number): ReserveResult {
  return { kind: 'refused', limits: [{ limit, used, hard }] }
}

export async function throwsCode(code: string, promise: Promise<unknown>): Promise<void> {
  await assert.rejects(promise, (cause: unknown) => cause instanceof Error && 'code' in cause && cause.code === code, `expected ${code}`)
}
