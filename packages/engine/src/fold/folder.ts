import type { EventData, EventType, JournalEvent } from '@autopack/contracts'
import type { RunView } from '../view/run-view.ts'

/** How one type of event changes the view, in place: a fold that copied would be quadratic. */
export type Folder<T extends EventType> = (view: RunView, data: EventData[T], event: JournalEvent) => void
export type Folders<T extends EventType> = { readonly [K in T]: Folder<K> }
