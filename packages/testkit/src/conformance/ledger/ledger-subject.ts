import type { BucketCount, BucketKey, Clock, Ledger } from '@autopack/contracts'

/** A ledger of its own for one case. */
export interface LedgerSubject {
  readonly ledger: Ledger
  /** The same ledger again, as the next process would find it after this one was killed. Null where a ledger ends with its process. */
  readonly reopen: (() => Promise<Ledger>) | null
  /** Makes a counter wrong behind the ledger's back. Null where nobody could. */
  readonly miscount: ((bucket: BucketKey, wrong: BucketCount) => Promise<void>) | null
  /** What `openLedger` of the process module is given. */
  readonly location: string
  /** Closes what is open and removes every trace. */
  dispose(): Promise<void>
}

export interface LedgerConformanceOptions {
  readonly open: (clock: Clock) => Promise<LedgerSubject>
  readonly capabilities: {
    /** `reopen` is not null. */
    readonly durable: boolean
    /** `miscount` is not null. */
    readonly repairable: boolean
    /** Several processes of one host may share it; null where they cannot. */
    readonly processes: LedgerProcesses | null
  }
}

export interface LedgerProcesses {
  /** A module that exports `openLedger(location: string, clock: Clock): Promise<Ledger>`. */
  readonly module: URL
  /** For Node, before the script: `--conditions=…`, say. */
  readonly execArgv: readonly string[]
}
