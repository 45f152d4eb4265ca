import type { AnchorMove, BucketKey, ObservedUse } from '@autopack/contracts'

/** The stretch of time that counts now. */
export interface OpenWindow {
  /** Where a hold is kept. */
  readonly bucket: BucketKey
  /** What counts; `bucket` is among them, oldest first. */
  readonly buckets: readonly BucketKey[]
  /** How the opening moves if a call is held now; null where it stays. */
  readonly anchor: AnchorMove | null
  /** Key of a report whose use counts too. */
  readonly observation: string | null
  /** When room comes back at the earliest, given which buckets have use; wall clock, milliseconds. */
  readonly resetAt: (isUsed: (bucket: BucketKey) => boolean) => number
}

/** How the time of a limit is cut. Nothing that a clock or a setting does makes a window forget use before its time. */
export interface Window {
  /** Of its opening and of what its provider reported. */
  readonly key: string
  /** `anchor` and `report` are what the ledger has under `key`. */
  open(anchor: number | null, report: ObservedUse | null, now: number): OpenWindow
}
