import type { JournalEvent, NewEvent } from '@autopack/contracts'
import { eventHash, firstPreviousHash } from '../conformance/journal/event-hash.ts'
import type { MemoryRun } from './memory-run.ts'

/** The events as a store would give them back: through JSON, numbered and chained. */
export function chained(run: MemoryRun, events: readonly NewEvent[], at: number): JournalEvent[] {
  const links: JournalEvent[] = []
  let previous = run.events.at(-1)?.hash ?? firstPreviousHash
  for (const event of events) {
    const stored = JSON.parse(JSON.stringify(event)) as NewEvent
    const envelope = { ...stored, seq: run.events.length + links.length + 1, version: 1, epoch: run.epoch, at }
    previous = eventHash(previous, run.run, envelope)
    links.push({ ...envelope, hash: previous })
  }
  return links
}
