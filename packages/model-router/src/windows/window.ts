import type { AnchorMove, BucketKey, ObservedUse } from '@autopack/contracts'

/** The stretch of time that counts now. Times are the limit's own (see `ledger-time.ts`), milliseconds. */
export interface OpenWindow {
  /** Where a hold is kept. */
  readonly bucket: BucketKey
  /** What counts; `bucket` is among them, oldest first. */
  readonly buckets: readonly BucketKey[]
  /** How the opening moves if a call is held now; null where it stays. */
  readonly anchor: AnchorMove | null
  /** Key of a report whose use counts too. */
  readonly observation: string | null
  /** What was used before this counts no more. */
  readonly since: number
  /** Where what was used at a time since then is kept. */
  readonly bucketAt: (time: number) => BucketKey
  /** When room comes back at the earliest, given which buckets have use. */
  readonly resetAt: (isUsed: (bucket: BucketKey) => boolean) => number
  /** When all of this counts no more: what was told of its use is then told anew. */
  readonly endsAt: number
  /** Nobody knows when a full window has room again: one call may look, and moves this with its hold. Null where none may now. */
  readonly look: AnchorMove | null
}

/** What the ledger has of a window, and the time at which it is asked. */
export interface WindowState {
  /** Null where nothing was ever written under the key. */
  readonly anchor: (key: string) => number | null
  readonly report: ObservedUse | null
  readonly now: number
  /** How far `now` is ahead of the clock. */
  readonly ahead: number
}

/** How the time of a limit is cut. Nothing that a clock or a setting does makes a window forget use before its time. */
export interface Window {
  /** Of its opening and of what its provider reported: no window that is cut otherwise has the same. */
  readonly key: string
  /** All that it is asked for by `anchor`. */
  readonly keys: readonly string[]
  /** A time at which the ledger certainly was when it wrote what it has of this window; null where it has nothing. */
  readonly wasOpenAt: (state: Pick<WindowState, 'anchor' | 'report'>) => number | null
  open(state: WindowState): OpenWindow
}
