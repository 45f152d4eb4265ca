import type { JournalEvent, NewEvent } from './events.ts'

/** A run's name: also a file name and a part of git refs. 1 to 40 lower-case letters, digits and dashes, no dash at either end. */
export const runNamePattern: RegExp = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/

export interface Lease {
  /** Grows with every acquisition of the run. */
  readonly epoch: number
}

export interface RunRecord {
  readonly run: string
  readonly lastSeq: number
  /** The live owner's process id, null when nobody holds the lease. */
  readonly ownerPid: number | null
}

export type SignalName = 'approval' | 'pause' | 'continue' | 'cancel'

export interface Signal {
  /** Grows within a run. */
  readonly id: number
  readonly name: SignalName
  readonly payload: unknown
  readonly dedupeKey: string
  readonly at: number
}

export interface AppendOptions {
  /** The same id returns the first result: a lost commit reply is not a conflict. */
  readonly batchId: string
  /** Signals read and acted on; consumed in the same transaction. */
  readonly consume?: readonly number[]
  /** The run is about to wait: if unread signals exist nothing is written and `wakeNow` is returned. */
  readonly park?: boolean
  /** When it happened: wall clock, whole milliseconds. Default: now. Whoever has acted on events before they were written says what they acted on. */
  readonly at?: number
}

export type AppendResult = { readonly kind: 'appended'; readonly seq: number; readonly events: readonly JournalEvent[] } | { readonly kind: 'wakeNow' }

/**
 * The append-only log of runs, durable when a member returns. Contract 1.
 * Throws `AUTOPACK_FENCED` to a stale epoch, `AUTOPACK_JOURNAL_CONFLICT` on an unexpected seq, `AUTOPACK_STORE_NEWER`,
 * `AUTOPACK_STORE_READ_ONLY`, `AUTOPACK_STORE_FULL`, `AUTOPACK_JOURNAL_CORRUPT`. Members that name a run throw `AUTOPACK_RUN_UNKNOWN`; `create` and
 * `release` do not.
 */
export interface Journal {
  readonly contract: 1
  /** Creates the run and takes its lease in one step; null if the name exists. Throws `AUTOPACK_RUN_NAME_INVALID` (see `runNamePattern`). */
  create(run: string, owner: string, ttlMs: number): Promise<Lease | null>
  /** Null while another living owner holds it within its time. An expired but living owner of this host is ended first. The same owner may ask again and gets a new epoch. */
  acquire(run: string, owner: string, ttlMs: number): Promise<Lease | null>
  renew(run: string, epoch: number, ttlMs: number): Promise<void>
  /** Idempotent. */
  release(run: string, epoch: number): Promise<void>
  /** All events or none. An empty list with `consume` is allowed. */
  append(run: string, epoch: number, expectedSeq: number, events: readonly NewEvent[], options: AppendOptions): Promise<AppendResult>
  /** From `fromSeq` (1 is the first) to the end as it is now. Verifies the hash chain; stops with `AUTOPACK_JOURNAL_CORRUPT` where it breaks. */
  read(run: string, fromSeq: number): AsyncIterable<JournalEvent>
  /** Mailbox: needs no owner and no waiter. The second of one dedupe key gets the first back. */
  signal(run: string, name: SignalName, payload: unknown, dedupeKey: string): Promise<{ readonly first: boolean; readonly signal: Signal }>
  /** Unread, oldest first. */
  signals(run: string): Promise<readonly Signal[]>
  /** Newest first. */
  runs(): Promise<readonly RunRecord[]>
  close(): Promise<void>
}

/** Receives every event after it is durable. Must not throw; it can only watch. */
export interface EventSink {
  emit(run: string, event: JournalEvent): void
}

/** Results of CI on unchanged trees, shared by all runs of a repository. Contract 1. Losing it costs time only. */
export interface BaselineStore {
  readonly contract: 1
  get(key: string): Promise<string | null>
  put(key: string, value: string): Promise<void>
  /** The turn to find out what a key stands for; null while another process, or another caller of this one, has it. Given back with its process at the latest. Different keys may share a turn. */
  claim(key: string): Promise<BaselineClaim | null>
}

export interface BaselineClaim {
  /** Idempotent. */
  release(): void
}
