import type { AnchorMove, BucketKey, MarkResult, OperationRecord, OperationState, Posting, Reservation, ReserveResult, Settlement, SettleResult } from './reservation.ts'

/** Integers in the unit of the bucket's limit. */
export interface BucketCount {
  /** Used: the sum of the postings. */
  readonly posted: number
  /** Reserved by operations that are `held` or `sent`. */
  readonly held: number
}

/** What a provider says was used of a window. */
export interface Observation {
  readonly used: number
  /** Wall clock, milliseconds; null if it named none. */
  readonly resetAt: number | null
  /** When it was said. */
  readonly at: number
}

export interface ObservedUse extends Observation {
  /** What the ledger had not posted itself when it was said; counts on top of what is posted. */
  readonly elsewhere: number
}

export interface Cooldown {
  /** Wall clock, milliseconds: no call before. */
  readonly until: number
  readonly reason: string
}

/** Health of one model at one provider. Times are wall clock, milliseconds. */
export interface Breaker {
  /** In a row. */
  readonly failures: number
  /** Null: closed. */
  readonly openUntil: number | null
  /** One call is trying whether it works again; until then nobody else does. */
  readonly probeUntil: number | null
}

export interface VersionedBreaker extends Breaker {
  /** Grows with every change. */
  readonly version: number
}

/** JSON-safe throughout, so that a decision can be replayed from it. What is not there was never written. */
export interface LedgerSnapshot {
  readonly buckets: Readonly<Record<BucketKey, BucketCount>>
  readonly anchors: Readonly<Record<string, number>>
  readonly observations: Readonly<Record<string, ObservedUse>>
  readonly cooldowns: Readonly<Record<string, Cooldown>>
  readonly breakers: Readonly<Record<string, VersionedBreaker>>
}

/** Why a call was routed as it was. */
export interface DecisionRecord {
  readonly operation: string
  readonly run: string | null
  readonly phase: string | null
  /** JSON-safe; given back as it was. */
  readonly decision: unknown
}

export interface RecordedDecision extends DecisionRecord {
  readonly at: number
}

export type PermitResult = { readonly kind: 'granted' } | { readonly kind: 'full'; /** When the first of them lapses at the latest. */ readonly freeAt: number }

export interface LedgerRepair {
  /** Counters that were not the sum of their postings and holds; they are now. */
  readonly differences: readonly { readonly bucket: BucketKey; readonly counted: BucketCount; readonly folded: BucketCount }[]
}

/**
 * What was promised and what was used of every limit: compares and adds whole numbers, knows no window, price or model. Contract 1.
 * Each member is one transaction, durable when it returns (where the ledger is durable at all) and safe among any number of processes of one host.
 * Times are wall clock, milliseconds, cut to whole ones. Throws `AUTOPACK_LEDGER_MISUSE` for an amount that is no whole number in range, a bucket that is
 * named twice or not the operation's, or an entry whose window lacks its bucket; `AUTOPACK_LEDGER_OPERATION_UNKNOWN` where an operation was never held;
 * and what its store throws. Nothing is written by a member that throws.
 */
export interface Ledger {
  readonly contract: 1
  /**
   * Holds under every limit, or none: admitted where max(posted + elsewhere, floor) + held + amount ≤ hard for each entry and every anchor is as
   * it was seen. An operation that is held gets `held` again, whatever it asks for; one that was refused or stale left no trace and is decided anew.
   */
  reserve(reservation: Reservation): Promise<ReserveResult>
  /** Before the request leaves: only the one call that gets `sent` may send, for a sweep may have come first, or another who holds the same operation. */
  markSent(operation: string): Promise<MarkResult>
  /**
   * Ends the holds and charges what was used, in the buckets that were held, however late. Idempotent: the first final settlement counts, a partial one
   * only until then. After a sweep it corrects what was presumed. Charges in any state, for what was used is owed. One answer is charged once, whatever
   * operations it comes to (a cache in between, a redelivery): the same `responseId` with the same usage. With another usage, or none that is known, it is another
   * answer and charged in full, for not every server gives a name only once; and what counts the send is charged for each.
   */
  settle(operation: string, settlement: Settlement): Promise<SettleResult>
  /** Gives an unsent operation's holds back. Any other is left as it is. Idempotent. Returns the state it is in now. */
  void(operation: string): Promise<OperationState>
  /** Ends what has expired at `now`: unsent is voided, sent is charged all that was held. Idempotent. Returns the operations it ended. */
  sweep(now: number): Promise<{ readonly voided: readonly string[]; readonly presumed: readonly string[] }>
  /** Moves anchors without a hold, all or none: false where one is no longer what was seen, and then nothing was written. */
  move(anchors: readonly AnchorMove[]): Promise<boolean>
  /**
   * Posts use made elsewhere, or, negative, takes an earlier adjustment of the bucket back; never what a call was charged (`AUTOPACK_LEDGER_MISUSE`).
   * All or none; the same `id` again does nothing.
   */
  adjust(adjustment: { readonly id: string; readonly postings: readonly Posting[]; readonly note: string }): Promise<void>
  /**
   * Remembers what a provider reported, except where something newer is known. `window` are the buckets that count the same use here: what they have posted by
   * now is taken off, so settle a call before its own report.
   */
  observe(key: string, observation: Observation, window: readonly BucketKey[]): Promise<void>
  /** The longest one counts. */
  cooldown(key: string, until: number, reason: string): Promise<void>
  /** Ends a cooldown before its time. Idempotent. */
  endCooldown(key: string): Promise<void>
  /** Null where none was ever put. */
  breaker(key: string): Promise<VersionedBreaker | null>
  /** Only if its version is still `seen` (null: none there); false otherwise. */
  putBreaker(key: string, seen: number | null, next: Breaker): Promise<boolean>
  /**
   * One of at most `max` at a time. It lapses after `ttlMs` unless its owner asks again, which renews it. One that would outlast `ttlMs` from now has lapsed as
   * well: it was granted before the clock was set back. So all who share a key ask for the same time.
   */
  permit(key: string, max: number, owner: string, ttlMs: number): Promise<PermitResult>
  /** Idempotent. */
  release(key: string, owner: string): Promise<void>
  /** Append-only. */
  record(decision: DecisionRecord): Promise<void>
  /** Oldest first; all conditions hold. */
  decisions(query: { readonly run?: string; readonly phase?: string; readonly operation?: string }): Promise<readonly RecordedDecision[]>
  /** Oldest first; all conditions hold. `from` and `to` (exclusive) are times of reservation. */
  operations(query: { readonly run?: string; readonly phase?: string; readonly operation?: string; readonly from?: number; readonly to?: number }): Promise<readonly OperationRecord[]>
  /** In one read. Each of `keys` is looked up as anchor, observation, cooldown and breaker. */
  snapshot(buckets: readonly BucketKey[], keys: readonly string[]): Promise<LedgerSnapshot>
  /** Computes every counter anew from postings and holds. */
  rebuild(): Promise<LedgerRepair>
  /**
   * Forgets operations that were reserved before `before` and have ended, their answers' names and the decisions of that time, and returns how many operations.
   * No counter changes, now or when it is rebuilt: what they were charged is kept as one sum a bucket. `dryRun` only counts.
   */
  prune(before: number, options?: { readonly dryRun?: boolean }): Promise<number>
}
