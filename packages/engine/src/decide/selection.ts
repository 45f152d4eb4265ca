import { isTerminal, phaseMachine, tierMachine } from '@autopack/state-machines'
import { phaseOf } from '../view/lookup.ts'
import type { PhaseView, RunView, TierView } from '../view/run-view.ts'

export function phasesOf(view: RunView, tier: TierView): PhaseView[] {
  return tier.slice.phases.map((slice) => phaseOf(view, slice.id))
}

/** Tiers are ordered: the first that has not ended is the one that runs. */
export function currentTier(view: RunView): TierView | null {
  return view.tiers.find((tier) => !isTerminal(tierMachine, tier.state)) ?? null
}

/** The phase the run is working on: begun, not ended, not parked. At most one. */
export function currentPhase(view: RunView): PhaseView | null {
  return Object.values(view.phases).find((phase) => isActive(phase) && phase.waiting === null) ?? null
}

function isActive(phase: PhaseView): boolean {
  return phase.state !== 'QUEUED' && !isTerminal(phaseMachine, phase.state)
}

/** Parked phases, oldest wait first. */
export function parkedPhases(view: RunView): PhaseView[] {
  return Object.values(view.phases).filter((phase) => isActive(phase) && phase.waiting !== null)
}

export function isKept(phase: PhaseView): boolean {
  return phase.state === 'COMPLETE' && !phase.rolledBack
}

export function failedAttempts(phase: PhaseView): number {
  return phase.attempts.filter((attempt) => attempt.failure !== null && countsAsAttempt(attempt.failure.kind)).length
}

/** Infrastructure, a moved branch and budgets say nothing about the builder and use up none of its attempts. */
export function countsAsAttempt(kind: string): boolean {
  return ['builder_error', 'format', 'no_change', 'guardrail', 'ci_fail', 'auditor_reject'].includes(kind)
}
