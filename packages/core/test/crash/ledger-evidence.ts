import { join } from 'node:path'
import type { LedgerRepair, OperationState } from '@autopack/contracts'
import { openLedger } from '@autopack/store-sqlite'
import { systemClock } from '../../src/node.ts'

/** What the ledger has of a run once everything that may lapse has lapsed. */
export interface LedgerEvidence {
  readonly sends: readonly LedgerSend[]
  /** Counters that are not the sum of what was held and posted. */
  readonly differences: LedgerRepair['differences']
}

interface LedgerSend {
  /** As the journal names it. */
  readonly operation: string
  readonly state: OperationState
  /** Charged to the run's own budgets. */
  readonly tokens: number
  readonly nanoUsd: number
}

const longAfterMs = 24 * 3_600_000

export async function readLedger(folder: string, run: string): Promise<LedgerEvidence> {
  const ledger = await openLedger({ directory: join(folder, '.local', 'state', 'autopack'), clock: systemClock, synchronous: 'normal' })
  try {
    await ledger.sweep(systemClock.now() + longAfterMs)
    const operations = await ledger.operations({})
    const { differences } = await ledger.rebuild()
    const sends = operations.map(({ operation, state, charged }): LedgerSend => {
      const chargedIn = (unit: string): number => charged.filter(({ bucket }) => bucket.startsWith(`${unit}:`) && /\/run\/[^/]+@\d+$/.test(bucket)).reduce((sum, { amount }) => sum + amount, 0)
      return { operation: operation.slice(operation.indexOf(`/${run}/`) + 1), state, tokens: chargedIn('tokens'), nanoUsd: chargedIn('usd') }
    })
    return { sends, differences }
  } finally {
    await ledger.close()
  }
}
