import type { EventData, EventType, JournalEvent } from '@autopack/contracts'
import { newView } from '../view/new-view.ts'
import type { RunView } from '../view/run-view.ts'
import { foldApprovals } from './approvals.ts'
import type { Folders } from './folder.ts'
import { foldCalls } from './calls.ts'
import { foldEffects } from './effects.ts'
import { foldRecords } from './records.ts'
import { foldStates } from './states.ts'

const folders: Folders<Exclude<EventType, 'run-create'>> = {
  ...foldStates,
  ...foldEffects,
  ...foldCalls,
  ...foldApprovals,
  ...foldRecords,
}

function dispatch<T extends Exclude<EventType, 'run-create'>>(view: RunView, type: T, data: EventData[T], event: JournalEvent): void {
  folders[type](view, data, event)
}

/** Adds one event to a view (null before the first) and returns the view. */
export function foldEvent(run: string, view: RunView | null, event: JournalEvent): RunView {
  if (view === null || event.type === 'run-create') return newView(run, event)
  view.seq = event.seq
  view.at = event.at
  dispatch(view, event.type, event.data, event)
  return view
}

/** Folds a whole journal; null when it is empty. */
export async function foldJournal(run: string, events: AsyncIterable<JournalEvent>): Promise<RunView | null> {
  let view: RunView | null = null
  for await (const event of events) view = foldEvent(run, view, event)
  return view
}
