import type { NewEvent, PhaseState, RunState, TierState } from '@autopack/contracts'
import type { PhaseView, RunView, TierView } from '../view/run-view.ts'

export function runStep(view: RunView, to: RunState, reason: string | null = null): NewEvent {
  return { type: 'run-state', data: { from: view.state, to, reason } }
}

export function phaseStep(phase: PhaseView, to: PhaseState, reason: string | null = null): NewEvent {
  return { type: 'phase-state', data: { phase: phase.slice.id, from: phase.state, to, reason } }
}

export function tierStep(tier: TierView, to: TierState, reason: string | null = null): NewEvent {
  return { type: 'tier-state', data: { tier: tier.slice.id, from: tier.state, to, reason } }
}
