import type { ModelFailureClass } from './model/failure.ts'
import type { NanoUsd, TokenUsage } from './money.ts'

/** A counter of one limit in one stretch of time, named by whoever knows windows: `openai/tokens/7d/20599`. Belongs to one limit only. */
export type BucketKey = string

/** One limit on the path of a call. Amounts are integers ≥ 0 in the limit's own unit: tokens, nano-dollars or requests. */
export interface HoldEntry {
  /** Name of the limit, for the refusal. */
  readonly limit: string
  /** Where the hold is kept and the use is posted, whenever that is. No two entries of one reservation name the same. */
  readonly bucket: BucketKey
  /** The buckets that count; `bucket` is among them. */
  readonly window: readonly BucketKey[]
  /** Key of a report whose use made elsewhere counts too; null where there is none or its reset has passed. */
  readonly observation: string | null
  /** Finished use that the caller knows of by itself (a run's journal). The larger of it and what is posted counts. 0 where there is none. */
  readonly floor: number
  /** The most the call can take. */
  readonly amount: number
  /** Null counts without refusing. */
  readonly hard: number | null
}

/** Moves the opening of an anchored window together with the hold: only if it is still what was `seen` (null: never opened). */
export interface AnchorMove {
  readonly key: string
  readonly seen: number | null
  readonly next: number
}

/** What a call is, for reports; the ledger itself never looks into it. */
export interface CallFacts {
  readonly run: string | null
  readonly phase: string | null
  readonly role: string
  readonly provider: string
  /** The key in models.yaml. */
  readonly model: string
  /** What is charged where the call was sent and nothing came back. */
  readonly bound: { readonly tokens: number; readonly nanoUsd: NanoUsd }
  /** Of the price that held when it was reserved: it is charged by that one, whatever comes later. */
  readonly priceVersion?: string | null
}

export interface Reservation {
  /** Name of one send, never used for another: run/phase/attempt/step/n. */
  readonly operation: string
  /** All are held or none. Empty: the call is only recorded. */
  readonly entries: readonly HoldEntry[]
  readonly anchors: readonly AnchorMove[]
  /** Wall clock, milliseconds: from then on `sweep` ends what nobody ended. */
  readonly expiresAt: number
  readonly facts: CallFacts
}

/** `held` → `sent` → `settled`; unsent it ends as `voided`, sent and forgotten as `presumed`, which a settle still corrects. */
export type OperationState = 'held' | 'sent' | 'settled' | 'voided' | 'presumed'

export interface RefusedLimit {
  readonly limit: string
  /** max(posted + use made elsewhere, floor) + held, over the window. */
  readonly used: number
  readonly hard: number
}

export type ReserveResult =
  | { readonly kind: 'held' }
  /** Every limit that the call would pass; nothing was written. */
  | { readonly kind: 'refused'; readonly limits: readonly RefusedLimit[] }
  /** An anchor is no longer what was seen; nothing was written. Take a new snapshot and decide again. */
  | { readonly kind: 'stale' }
  /** This operation has gone on since it was held: it must not be sent. */
  | { readonly kind: 'taken'; readonly state: Exclude<OperationState, 'held'> }

export type MarkResult =
  /** This call made it `sent`: nobody else may send it. */
  | { readonly kind: 'sent' }
  /** It had been sent or had ended before: it must not be sent. Nothing was written. */
  | { readonly kind: 'taken'; readonly state: Exclude<OperationState, 'held'> }

export interface Posting {
  readonly bucket: BucketKey
  readonly amount: number
}

/** What came of a call. Prices are applied by whoever settles, once: later prices change nothing. */
export interface SettleFacts {
  readonly outcome: 'answer' | ModelFailureClass
  readonly usage: TokenUsage | null
  /** `bridged`: reported, through somebody else's translation. `partial`: what had been reported when it ended early. `bound`: nothing is known but what it could take at most. */
  readonly certainty: 'reported' | 'bridged' | 'estimated' | 'partial' | 'bound'
  readonly nanoUsd: NanoUsd
  /** The `version` of the price it was charged by, else the day from which that price holds; null for one without either. */
  readonly priceVersion: string | null
  readonly served: string | null
}

export interface Settlement {
  /** In buckets of the operation's holds only; integers ≥ 0, above the hold where more was used. A bucket left out was not used. */
  readonly postings: readonly Posting[]
  /** False: a lower bound, as of an aborted stream; raised by a later partial one, replaced by a final one. */
  readonly final: boolean
  /** The provider's own name of the answer, made unique by the provider's name; null if it gave none. */
  readonly responseId: string | null
  /** Buckets of `postings` that count the send itself and not its answer, as requests do: charged wherever the answer is charged. Default: none. */
  readonly perSend?: readonly BucketKey[]
  readonly facts: SettleFacts
}

export type SettleResult =
  /** What was written now: differences to what the operation was charged before, zeros left out. */
  | { readonly kind: 'settled'; readonly posted: readonly Posting[] }
  /** A final settlement was there, or this one is partial and says nothing more: nothing was written. */
  | { readonly kind: 'already-settled' }
  /** Another operation was charged for this very answer: the same name and the same usage. This one is settled, and finally, at what counts the send (`perSend`). */
  | { readonly kind: 'charged-elsewhere'; readonly operation: string }

/** One send as the ledger has it. */
export interface OperationRecord {
  readonly operation: string
  readonly state: OperationState
  readonly reservedAt: number
  readonly expiresAt: number
  readonly facts: CallFacts
  /** Null until it is settled. */
  readonly settled: (SettleFacts & { readonly final: boolean; readonly responseId: string | null }) | null
  readonly holds: readonly Posting[]
  /** What it is charged in all, zeros left out. */
  readonly charged: readonly Posting[]
}
