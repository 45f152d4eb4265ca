import type { ApprovalDesk, JournalEvent, RunRecord, SignalName } from '@autopack/contracts'
import { createApprovalDesk } from './operations/approval-desk.ts'
import { promoteRun, rollbackRun, type RunChange } from './operations/change-run.ts'
import { createRun, type CreateRunRequest } from './operations/create-run.ts'
import type { EngineParts } from './parts.ts'
import type { RunStop } from './run-stop.ts'
import { advance, readView, type AdvanceOptions } from './session/advance.ts'
import type { RunView } from './view/run-view.ts'

/** Runs as journals: create, advance, look at, decide about. Holds no state of its own. */
export interface Engine {
  readonly approvals: ApprovalDesk
  /** Throws `AUTOPACK_RUN_EXISTS`. */
  create(request: CreateRunRequest): Promise<void>
  /** Executes until the run ends, waits or is stopped; safe to call again at any time, from any process. */
  advance(run: string, options?: AdvanceOptions): Promise<RunStop>
  /** Throws `AUTOPACK_RUN_UNKNOWN`. */
  view(run: string): Promise<RunView>
  events(run: string, fromSeq?: number): AsyncIterable<JournalEvent>
  runs(): Promise<readonly RunRecord[]>
  /** Puts a word into the run's mailbox; it is read at the next safe point, by whoever executes the run. */
  tell(run: string, word: Exclude<SignalName, 'approval'>, from: { readonly by: string; readonly note: string }): Promise<void>
  promote(run: string, target?: string): Promise<RunChange>
  rollback(run: string, phase?: string): Promise<RunChange>
}

export function createEngine(parts: EngineParts): Engine {
  const { journal, ids } = parts
  return {
    approvals: createApprovalDesk({ journal }),
    create: async (request) => createRun(parts, request),
    advance: async (run, options) => advance(parts, run, options),
    view: async (run) => readView(parts, run),
    events: (run, fromSeq = 1) => journal.read(run, fromSeq),
    // a name without an event is what a process left that died while it created the run
    runs: async () => (await journal.runs()).filter((record) => record.lastSeq > 0),
    tell: async (run, word, from) => void (await journal.signal(run, word, from, ids.next('batch'))),
    promote: async (run, target) => promoteRun(parts, run, target),
    rollback: async (run, phase) => rollbackRun(parts, run, phase),
  }
}
