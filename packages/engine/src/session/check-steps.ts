import type { NewEvent } from '@autopack/contracts'
import { phaseMachine, runMachine, tierMachine, transition } from '@autopack/state-machines'
import { phaseOf, tierOf } from '../view/lookup.ts'
import type { RunView } from '../view/run-view.ts'

/** Throws `AUTOPACK_ILLEGAL_TRANSITION` before anything is written when a batch holds a step that is not in its machine's table. */
export function checkSteps(view: RunView, events: readonly NewEvent[]): void {
  let run = view.state
  const tiers = new Map(view.tiers.map((tier) => [tier.slice.id, tier.state]))
  const phases = new Map(Object.values(view.phases).map((phase) => [phase.slice.id, phase.state]))
  for (const { type, data } of events) {
    if (type === 'run-state') run = transition(runMachine, run, data.to)
    if (type === 'tier-state') tiers.set(data.tier, transition(tierMachine, tiers.get(data.tier) ?? tierOf(view, data.tier).state, data.to))
    if (type === 'phase-state') phases.set(data.phase, transition(phaseMachine, phases.get(data.phase) ?? phaseOf(view, data.phase).state, data.to))
  }
}
