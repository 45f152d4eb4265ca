import type { Clock, Journal } from '@autopack/contracts'
import { openStore } from '../src/index.ts'

/** The module that child processes of the conformance suite load. */
export async function openJournal(location: string, clock: Clock): Promise<Journal> {
  return (await openStore({ directory: location, clock })).journal
}
