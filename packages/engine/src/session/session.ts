import type { ArtifactReference, NewEvent } from '@autopack/contracts'
import { foldEvent } from '../fold/fold-event.ts'
import type { EngineParts } from '../parts.ts'
import type { RunView } from '../view/run-view.ts'
import { checkSteps } from './check-steps.ts'

/** One process's hold on one run: the only way to write to its journal. */
export interface Session {
  readonly parts: EngineParts
  readonly run: string
  readonly epoch: number
  /** Folded up to what this session has decided. */
  readonly view: RunView
  /** Decided, and durable with the next that has to be: what follows from one outcome up to the next intent is written in one transaction. */
  stage(events: readonly NewEvent[]): void
  /** Durable when it returns, with all that was staged. Throws `AUTOPACK_FENCED` when another process has taken over. */
  append(events: readonly NewEvent[], consume?: readonly number[]): Promise<void>
  /** With nothing staged. False when unread signals make waiting pointless: nothing was written then. */
  park(events: readonly NewEvent[]): Promise<boolean>
  readonly keep: (name: string, mediaType: string, body: string) => Promise<ArtifactReference>
}

export function createSession(parts: EngineParts, run: string, epoch: number, view: RunView): Session {
  const { journal, ids, artifacts, clock, sink } = parts
  let written = view.seq
  let staged: NewEvent[] = []

  const fold = (events: readonly NewEvent[]): void => {
    const at = Math.trunc(clock.now())
    for (const event of events) foldEvent(run, view, { ...event, seq: view.seq + 1, version: 1, epoch, at, hash: '' })
  }

  const write = async (events: readonly NewEvent[], consume: readonly number[], park: boolean): Promise<boolean> => {
    const result = await journal.append(run, epoch, written, events, { batchId: ids.next('batch'), consume, park })
    if (result.kind === 'wakeNow') return false
    written = result.seq
    for (const event of result.events) sink?.emit(run, event)
    return true
  }

  const stage = (events: readonly NewEvent[]): void => {
    checkSteps(view, events)
    fold(events)
    staged.push(...events)
  }

  const append = async (events: readonly NewEvent[], consume: readonly number[] = []): Promise<void> => {
    stage(events)
    const all = staged
    staged = []
    if (all.length > 0 || consume.length > 0) await write(all, consume, false)
  }

  return {
    parts,
    run,
    epoch,
    view,
    stage,
    append,
    park: async (events) => {
      checkSteps(view, events)
      if (!(await write(events, [], true))) return false
      fold(events)
      return true
    },
    keep: async (name, mediaType, body) => artifacts.put(run, { name, mediaType, body }),
  }
}
