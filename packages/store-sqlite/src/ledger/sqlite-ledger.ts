import type { Clock, Ledger } from '@autopack/contracts'
import type { Database } from '../database/database.ts'
import { createAdjust } from './adjust.ts'
import { createBreakers } from './breakers.ts'
import { createDecisions } from './decisions.ts'
import { createLife } from './life.ts'
import { createOperations } from './operations.ts'
import { createPermits } from './permits.ts'
import { createPrune } from './prune.ts'
import { createRebuild } from './rebuild.ts'
import { createReports } from './reports.ts'
import { createMove, createReserve } from './reserve.ts'
import { createLedgerRows } from './rows/ledger-rows.ts'
import { createSettle } from './settle.ts'
import { createSnapshot } from './snapshot.ts'

export function createSqliteLedger({ database, clock }: { readonly database: Database; readonly clock: Clock }): Ledger {
  const rows = createLedgerRows(database)
  return {
    contract: 1,
    reserve: createReserve({ database, rows, clock }),
    settle: createSettle({ database, rows }),
    ...createLife({ database, rows }),
    move: createMove({ database, rows }),
    adjust: createAdjust({ database, rows, clock }),
    ...createReports({ database, rows }),
    ...createBreakers({ database, rows }),
    ...createPermits({ database, clock }),
    ...createDecisions({ database, clock }),
    operations: createOperations({ database, rows }),
    snapshot: createSnapshot({ database, rows }),
    rebuild: createRebuild(database),
    prune: createPrune(database),
  }
}
