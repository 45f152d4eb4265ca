import { AutopackError, type Effects } from '@autopack/contracts'
import { isTerminal, runMachine } from '@autopack/state-machines'
import type { EffectIntent } from '../decide/command.ts'
import { isKept } from '../decide/selection.ts'
import { begin } from '../execute/perform.ts'
import type { EngineParts } from '../parts.ts'
import { withSession } from '../session/advance.ts'
import type { Session } from '../session/session.ts'
import type { PhaseView, RunView } from '../view/run-view.ts'
import { promotionEligibility } from './promotion-eligibility.ts'

/** What came of a change to a run that is not executing. */
export type RunChange = { readonly kind: 'done'; readonly message: string } | { readonly kind: 'refused'; readonly message: string }

/** Moves a branch of the user's forward to the run's result. */
export async function promoteRun(parts: EngineParts, run: string, target?: string): Promise<RunChange> {
  return change(parts, run, async (session) => {
    const { view } = session
    const obstacle = promotionEligibility(view)
    if (obstacle !== null) return { kind: 'refused', message: obstacle }
    const branch = target ?? view.created.target
    if (branch === null) return { kind: 'refused', message: 'The run started from a detached HEAD: name the branch to move with --target BRANCH.' }
    await perform(session, { kind: 'promote', phase: null, attempt: null, input: { target: branch, commit: view.head } })
    const outcome = await lastOutcome(session, 'promote')
    if (outcome?.kind === 'refused') return outcome
    return { kind: 'done', message: `${branch} ${outcome?.from === null ? 'did not exist and was made' : 'is'} at ${view.head.slice(0, 12)}` }
  })
}

/** Takes complete phases off the branch, newest first, down to and including `phase`. */
export async function rollbackRun(parts: EngineParts, run: string, phase?: string): Promise<RunChange> {
  return change(parts, run, async (session) => {
    const { view } = session
    const kept = keptOnBranch(view)
    const last = phase ?? kept[0]?.slice.id
    const index = kept.findIndex((candidate) => candidate.slice.id === last)
    const oldest = kept[index]
    if (oldest?.snapshotBase == null) {
      const names = kept.map((candidate) => candidate.slice.id).join(', ')
      return { kind: 'refused', message: phase === undefined ? 'No complete phase is left to roll back.' : `${phase} is not a complete phase of this run; these are: ${names || 'none'}.` }
    }
    const phases = kept.slice(0, index + 1).map((candidate) => candidate.slice.id)
    const input = { phases, from: view.head, to: oldest.snapshotBase, branch: view.created.branch }
    await perform(session, { kind: 'rollback', phase: null, attempt: null, input })
    const outcome = await lastOutcome(session, 'rollback')
    if (outcome?.kind === 'refused') return outcome
    return { kind: 'done', message: `rolled back ${phases.join(', ')}; ${view.created.branch} is at ${oldest.snapshotBase.slice(0, 12)}, what was removed stays under refs/autopack/${run}/rolled-back/` }
  })
}

/** Complete phases, newest first, in the order of the branch: clocks jump. */
function keptOnBranch(view: RunView): PhaseView[] {
  const kept = Object.values(view.phases).filter(isKept)
  const found: PhaseView[] = []
  for (let at = view.head; ; ) {
    const phase = kept.find(({ commit }) => commit === at)
    if (phase?.snapshotBase == null) return found
    found.push(phase)
    at = phase.snapshotBase
  }
}

async function change(parts: EngineParts, run: string, work: (session: Session) => Promise<RunChange>): Promise<RunChange> {
  const result = await withSession(parts, run, undefined, async (session) => (executing(session.view) ? refuseExecuting(run) : work(session)))
  if (result.kind === 'done' || result.kind === 'refused') return result
  throw new AutopackError({ code: 'AUTOPACK_RUN_BUSY', message: `Run ${run} is being executed by another process. Pause or cancel it first: \`autopack pause ${run}\`.` })
}

/** A run that was stopped in the middle of a phase is resumed or cancelled first: its open phase stands on the branch as it is. */
function executing(view: RunView): boolean {
  return !isTerminal(runMachine, view.state) && view.state !== 'PHASE_QUEUEING' && view.state !== 'RUN_CREATED'
}

function refuseExecuting(run: string): RunChange {
  return { kind: 'refused', message: `Run ${run} is in the middle of a phase. Resume it, or cancel it first: \`autopack cancel ${run}\`.` }
}

async function perform(session: Session, intent: EffectIntent): Promise<void> {
  await begin(session, intent, new AbortController().signal)
  await session.append([])
}

async function lastOutcome<K extends 'promote' | 'rollback'>(session: Session, kind: K): Promise<Effects[K]['outcome'] | null> {
  for await (const { type, data } of session.parts.journal.read(session.run, session.view.seq)) {
    if (type === 'effect-end' && data.kind === kind) return data.outcome
  }
  return null
}
