import { fenced } from './errors.ts'
import type { RunRow } from './run-rows.ts'

/** Throws `AUTOPACK_FENCED` unless the lease is held under this very epoch. */
export function requireEpoch(row: RunRow, epoch: number): RunRow {
  if (row.lease === null || row.epoch !== epoch) throw fenced(row.run, epoch, row.epoch)
  return row
}
