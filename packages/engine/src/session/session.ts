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
  /** When it was decided, as decisions see it: the journal says the same, or another process would come to another commit. */
  let stagedAt: number | null = null

  /** Why an append failed: what was decided on is not in the journal, and nothing may follow it. */
  let failure: { readonly cause: unknown } | null = null

  const now = (): number => Math.trunc(clock.now())

  const fold = (events: readonly NewEvent[], at: number): void => {
    for (const event of events) foldEvent(run, view, { ...event, seq: view.seq + 1, version: 1, epoch, at, hash: '' })
  }

  const write = async (events: readonly NewEvent[], at: number, { consume = [], park = false }: { readonly consume?: readonly number[]; readonly park?: boolean }): Promise<boolean> => {
    if (failure !== null) throw failure.cause
    const result = await journal.append(run, epoch, written, events, { batchId: ids.next('batch'), consume, park, at }).catch((cause: unknown) => {
      failure = { cause }
      throw cause
    })
    if (result.kind === 'wakeNow') return false
    written = result.seq
    for (const event of result.events) sink?.emit(run, event)
    return true
  }

  const stage = (events: readonly NewEvent[]): void => {
    checkSteps(view, events)
    if (events.length === 0) return
    stagedAt ??= now()
    fold(events, stagedAt)
    staged.push(...events)
  }

  const append = async (events: readonly NewEvent[], consume: readonly number[] = []): Promise<void> => {
    stage(events)
    const [all, at] = [staged, stagedAt ?? now()]
    staged = []
    stagedAt = null
    if (all.length > 0 || consume.length > 0) await write(all, at, { consume })
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
      const at = now()
      if (!(await write(events, at, { park: true }))) return false
      fold(events, at)
      return true
    },
    keep: async (name, mediaType, body) => artifacts.put(run, { name, mediaType, body }),
  }
}
