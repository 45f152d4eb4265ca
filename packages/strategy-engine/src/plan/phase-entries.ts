import type { Plan, PlanPhase } from '@autopack/contracts'
import type { Path } from '../problem/path.ts'

export interface PhaseEntry {
  readonly phase: PlanPhase
  readonly tier: number
  readonly path: Path
}

/** Every phase of a plan with its tier's position and its own path. */
export function phaseEntries(plan: Plan): PhaseEntry[] {
  return plan.tiers.flatMap((tier, tierIndex) =>
    tier.phases.map((phase, phaseIndex) => ({ phase, tier: tierIndex, path: ['tiers', tierIndex, 'phases', phaseIndex] })),
  )
}
