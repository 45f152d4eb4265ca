import type { NewEvent } from '@autopack/contracts'
import { phaseOf } from '../../view/lookup.ts'
import type { PhaseView, RunView, TierView } from '../../view/run-view.ts'
import type { Command } from '../command.ts'
import { append, perform } from '../command.ts'
import { baselineKey } from '../baseline-key.ts'
import { endRun } from '../end-run.ts'
import { currentTier, isKept, parkedPhases, phasesOf } from '../selection.ts'
import { phaseStep, runStep, tierStep } from '../steps.ts'
import { takeBaseline } from '../take-baseline.ts'
import { timeOfRun } from '../time-left.ts'
import { failureKind, worstFailure } from '../worst-failure.ts'

/** Chooses the next phase, ends tiers, ends the run, or waits. */
export function queuePhase(view: RunView): Command | null {
  if (view.state !== 'PHASE_QUEUEING') return null
  const tier = currentTier(view)
  if (tier === null) return finishRun(view)
  if (tier.state === 'PENDING') return append(tierAfterFailure(view, tier) ?? tierStep(tier, 'IN_PROGRESS'))
  const phases = phasesOf(view, tier)
  const stranded = phases.find((phase) => phase.state === 'QUEUED' && failedDependency(view, phase) !== null)
  if (stranded !== undefined) return append(phaseStep(stranded, 'SKIPPED', `it depends on ${failedDependency(view, stranded)}, which did not complete`))
  const next = phases.find((phase) => phase.state === 'QUEUED' && phase.slice.dependsOn.every((id) => isKept(phaseOf(view, id))))
  if (next !== undefined) return prepareBaseline(view, next) ?? append(phaseStep(next, 'EXECUTING'), runStep(view, 'PHASE_EXECUTION'))
  if (parkedPhases(view).length > 0) return park(view)
  return append(endOfTier(tier, phases))
}

/** Tiers are ordered: what comes after a failed one would be built on something that is not there. */
function tierAfterFailure(view: RunView, tier: TierView): NewEvent | null {
  const failed = view.tiers.slice(0, view.tiers.indexOf(tier)).find((earlier) => earlier.state === 'FAILED' || earlier.state === 'SKIPPED')
  return failed === undefined ? null : tierStep(tier, 'SKIPPED', `tier ${failed.slice.id} did not complete`)
}

function failedDependency(view: RunView, phase: PhaseView): string | null {
  const lost = (id: string): boolean => {
    const dependency = phaseOf(view, id)
    return dependency.state === 'FAILED' || dependency.state === 'SKIPPED' || dependency.rolledBack
  }
  return phase.slice.dependsOn.find(lost) ?? null
}

/** The project's own CI on the commit the run started from, once per setup and list of commands. */
function prepareBaseline(view: RunView, phase: PhaseView): Command | null {
  if (phase.slice.ci === null) return null
  const { base, setupKey } = view.created
  const setup = setupKey === null ? undefined : view.setups[setupKey]
  if (setupKey !== null && setup === undefined) return perform({ kind: 'setup', phase: null, attempt: null, input: { key: setupKey, commit: base, timeoutMs: timeOfRun(view) } })
  if (setup?.kind === 'failed') return endRun(view, 'DONE_FAILED_ENVIRONMENT', `setup failed on the commit the run starts from: ${setup.message}`)
  const baseline = view.baselines[baselineKey(phase.slice)]
  return baseline?.kind === 'failed' ? endRun(view, 'DONE_FAILED_ENVIRONMENT', baseline.message) : takeBaseline(view, phase)
}

function endOfTier(tier: TierView, phases: readonly PhaseView[]): NewEvent {
  const unfinished = phases.filter((phase) => !isKept(phase)).map((phase) => phase.slice.id)
  return unfinished.length === 0 ? tierStep(tier, 'COMPLETE') : tierStep(tier, 'FAILED', `not complete: ${unfinished.join(', ')}`)
}

function park(view: RunView): Command {
  const parked = parkedPhases(view)
  const [oldest] = parked
  const wait = oldest?.waiting ?? null
  const ends = parked.map(({ waiting }) => waiting?.until ?? null).filter((until) => until !== null)
  return { kind: 'park', wait: wait?.kind ?? 'approval', until: ends.length === 0 ? null : Math.min(...ends), message: wait?.message ?? 'waiting' }
}

/** Phases of a tier that never began are skipped with it. */
function finishRun(view: RunView): Command {
  const waiting = Object.values(view.phases).filter((phase) => phase.state === 'QUEUED')
  if (waiting.length > 0) return append(...waiting.map((phase) => phaseStep(phase, 'SKIPPED', `tier ${phase.slice.tier} was skipped`)))
  const { state, phase } = worstFailure(view)
  if (phase === null && view.tiers.every((tier) => tier.state === 'COMPLETE')) return append(runStep(view, 'DONE_SUCCESS'))
  return append(runStep(view, state, phase === null ? 'not every phase is complete' : `${failureKind(phase)}: ${phase.slice.id}: ${phase.reason ?? 'failed'}`))
}
