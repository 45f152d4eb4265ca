import type { ArtifactReference, JournalEvent, NewEvent } from '@autopack/contracts'
import { foldEvent } from '../fold/fold-event.ts'
import type { EngineParts } from '../parts.ts'
import type { RunView } from '../view/run-view.ts'
import { checkSteps } from './check-steps.ts'

/** One process's hold on one run: the only way to write to its journal. */
export interface Session {
  readonly parts: EngineParts
  readonly run: string
  readonly epoch: number
  /** Folded up to what this session has written. */
  readonly view: RunView
  /** Durable when it returns. Throws `AUTOPACK_FENCED` when another process has taken over. */
  append(events: readonly NewEvent[], consume?: readonly number[]): Promise<void>
  /** False when unread signals make waiting pointless: nothing was written then. */
  park(events: readonly NewEvent[]): Promise<boolean>
  readonly keep: (name: string, mediaType: string, body: string) => Promise<ArtifactReference>
}

export function createSession(parts: EngineParts, run: string, epoch: number, view: RunView): Session {
  const { journal, ids, artifacts, sink } = parts

  const take = (events: readonly JournalEvent[]): void => {
    for (const event of events) {
      foldEvent(run, view, event)
      sink?.emit(run, event)
    }
  }

  const write = async (events: readonly NewEvent[], consume: readonly number[], park: boolean): Promise<boolean> => {
    checkSteps(view, events)
    const result = await journal.append(run, epoch, view.seq, events, { batchId: ids.next('batch'), consume, park })
    if (result.kind === 'wakeNow') return false
    take(result.events)
    return true
  }

  return {
    parts,
    run,
    epoch,
    view,
    append: async (events, consume = []) => void (await write(events, consume, false)),
    park: async (events) => write(events, [], true),
    keep: async (name, mediaType, body) => artifacts.put(run, { name, mediaType, body }),
  }
}
