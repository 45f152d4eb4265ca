import { AutopackError, type WaitKind } from '@autopack/contracts'
import { isTerminal, runMachine } from '@autopack/state-machines'
import type { Command } from '../decide/command.ts'
import { decide } from '../decide/decide.ts'
import { giveBack } from '../execute/give-back.ts'
import { begin } from '../execute/perform.ts'
import { foldJournal } from '../fold/fold-event.ts'
import type { EngineParts } from '../parts.ts'
import { endedAs, type RunStop } from '../run-stop.ts'
import type { RunView } from '../view/run-view.ts'
import { adopt } from './adopt.ts'
import { awaitResult } from './await-result.ts'
import { takeSignals } from './intake.ts'
import { isFenced, keepLease, leaseMs } from './lease.ts'
import { createSession, type Session } from './session.ts'
import { watchSignals } from './watch-signals.ts'

export interface AdvanceOptions {
  /** Stops at the next safe point; the run stays resumable. */
  readonly signal?: AbortSignal
  /** Stay while an answer of a `file` builder, an approval or a quota is awaited. */
  readonly patient?: boolean
}

/** Reads a run. Throws `AUTOPACK_RUN_UNKNOWN`. */
export async function readView(parts: Pick<EngineParts, 'journal'>, run: string): Promise<RunView> {
  const view = await foldJournal(run, parts.journal.read(run, 1))
  if (view !== null) return view
  throw new AutopackError({ code: 'AUTOPACK_RUN_UNKNOWN', message: `There is no run ${run} here. \`autopack runs\` lists them; is this the right repository?` })
}

/** Executes a run until it ends, waits, or is stopped. Any process may call it at any time. */
export async function advance(parts: EngineParts, run: string, options: AdvanceOptions = {}): Promise<RunStop> {
  const seen = await readView(parts, run)
  if (isTerminal(runMachine, seen.state) && seen.openEffect === null) return endedAs(seen)
  // finding out takes a moment that the first command need not wait for, and says there what is wrong
  const found = parts.runner.isolation().catch(() => undefined)
  try {
    return await withSession(parts, run, options.signal, (session, signal) => execute(session, signal, options.patient ?? false))
  } finally {
    // what is run to find it out ends before the caller hears
    await found
  }
}

/** Takes the lease, settles what was left open, does the work, and lets go of the run whatever happens. */
export async function withSession<T>(
  parts: EngineParts,
  run: string,
  outer: AbortSignal | undefined,
  work: (session: Session, signal: AbortSignal) => Promise<T>,
): Promise<T | Extract<RunStop, { kind: 'busy' | 'fenced' | 'stopped' }>> {
  const owner = parts.ids.next('owner')
  const lease = await parts.journal.acquire(run, owner, leaseMs)
  if (lease === null) return { kind: 'busy', pid: await ownerOf(parts, run) }
  const beat = keepLease({ journal: parts.journal, clock: parts.clock, run, epoch: lease.epoch })
  const signal = outer === undefined ? beat.lost : AbortSignal.any([outer, beat.lost])
  try {
    const session = createSession(parts, run, lease.epoch, await readView(parts, run))
    await adopt(session, owner, signal)
    const result = signal.aborted ? stopped(signal) : await work(session, signal)
    await session.append([])
    return result
  } catch (error) {
    if (isFenced(error)) return { kind: 'fenced' }
    throw error
  } finally {
    beat.stop()
    if (!beat.lost.aborted) await parts.journal.release(run, lease.epoch)
  }
}

async function ownerOf(parts: EngineParts, run: string): Promise<number | null> {
  return (await parts.journal.runs()).find((record) => record.run === run)?.ownerPid ?? null
}

async function execute(session: Session, signal: AbortSignal, patient: boolean): Promise<RunStop> {
  for (;;) {
    if (signal.aborted) return stopped(signal)
    if (await takeSignals(session)) continue
    const stop = await carryOut(session, decide(session.view, { gate: session.parts.gate }), signal, patient)
    if (stop !== null) return stop
  }
}

async function carryOut(session: Session, command: Command, signal: AbortSignal, patient: boolean): Promise<RunStop | null> {
  switch (command.kind) {
    case 'append':
      session.stage(command.events)
      return null
    case 'perform': {
      const watched = watchSignals(session, signal)
      try {
        const durationMs = await begin(session, command.effect, watched.signal)
        return signal.aborted ? await letGo(session, signal, durationMs) : null
      } finally {
        watched.stop()
      }
    }
    case 'park':
      return park(session, command, signal, patient)
    case 'rest':
      return endedAs(session.view)
  }
}

/** What is waited for may have happened already; only then, and if nobody stays to watch, is the run let go of. */
async function park(session: Session, command: Extract<Command, { kind: 'park' }>, signal: AbortSignal, patient: boolean): Promise<RunStop | null> {
  // whoever is to decide reads the journal
  await session.append([])
  const { wait, until, message } = command
  // nobody tells when a ref is out of the way
  if (await awaitResult(session, signal, patient && wait !== 'ref')) return null
  if (signal.aborted) return stopped(signal)
  const events = session.view.waiting === null ? ([{ type: 'wait-start', data: { phase: null, kind: wait, until, message } }] as const) : []
  if (!(await session.park(events))) return null
  return { kind: 'waiting', for: wait satisfies WaitKind, message }
}

/** What a deliberate stop cut short is said to be so, as far as this process still may. */
async function letGo(session: Session, signal: AbortSignal, durationMs: number): Promise<RunStop> {
  const open = session.view.openEffect
  const stop = stopped(signal)
  if (stop.kind === 'stopped' && open?.kind === 'build') await giveBack(session, open, { stopped: true, durationMs })
  return stop
}

/** By the caller, or because the lease is gone. */
function stopped(signal: AbortSignal): Extract<RunStop, { kind: 'fenced' | 'stopped' }> {
  return { kind: isFenced(signal.reason) ? 'fenced' : 'stopped' }
}
