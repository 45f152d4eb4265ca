import type { Receipt } from '@autopack/contracts'
import type { RunView } from '@autopack/core'
import type { Symbols } from '../terminal/symbols.ts'
import type { Invocation } from './invocation.ts'

/** Everything the drawing of a run is made of. */
export interface Drawing {
  readonly view: RunView
  /** Of the complete phases, by phase; missing where the artifact was erased. */
  readonly receipts: ReadonlyMap<string, Receipt>
  /** Approvals that nobody has decided, by id. */
  readonly pending: ReadonlySet<string>
  /** Whether a living process executes it. */
  readonly executing: boolean
  /** The run that is a retry of it, if any. */
  readonly retriedAs: string | null
  /** Variable of the key by which its last call failed, if one is known. */
  readonly rejectedKey: string | null
  /** Wall clock, milliseconds. */
  readonly now: number
  readonly symbols: Symbols
  readonly invocation: Invocation
  /** Columns to stay within. */
  readonly width: number
}
