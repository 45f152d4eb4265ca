import type { Journal, JournalEvent, NewEvent } from '@autopack/contracts'

export function note(owner: string): NewEvent {
  return { type: 'run-adopt', data: { owner, epoch: 1 } }
}

export async function readAll(journal: Journal, run: string): Promise<JournalEvent[]> {
  const events: JournalEvent[] = []
  for await (const event of journal.read(run, 1)) events.push(event)
  return events
}
