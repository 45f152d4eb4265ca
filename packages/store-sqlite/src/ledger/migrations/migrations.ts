import type { Migration } from '../../migrations/migration.ts'
import { initial } from './001-initial.ts'
import { carried } from './002-carried.ts'

/** Of the ledger's own file; in order, like those of the store. */
export const ledgerMigrations: readonly Migration[] = [initial, carried]
