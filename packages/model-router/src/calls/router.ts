import type { CallObserver, Clock, Ledger, ModelOperation } from '@autopack/contracts'
import type { Tables } from '../configuration/tables.ts'
import type { Look } from '../decide/situation.ts'

/** What all calls of one client share. */
export interface Router {
  readonly tables: Tables
  readonly ledger: Ledger
  readonly clock: Clock
  readonly look: (now: number) => Promise<Look>
  /** Before the names of operations, runs and scopes. */
  readonly namespace: string
}

/** One call, and who wants it. */
export interface Caller {
  readonly operation: ModelOperation
  readonly observer: CallObserver
  readonly signal: AbortSignal
}
