import type { Clock } from '@autopack/contracts'
import { openLedger as open, type SqliteLedger } from '../src/index.ts'

/** The module that child processes of the conformance suite load. Processes are killed here, machines are not. */
export async function openLedger(location: string, clock: Clock): Promise<SqliteLedger> {
  return open({ directory: location, clock, synchronous: 'normal' })
}
