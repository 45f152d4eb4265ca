import type { CategorySlice, PlanPhase } from '@autopack/contracts'
import type { Resolved } from '../configuration/resolved.ts'

/** The row of a phase's category, null where there is none of that name. */
export function findCategory(phase: PlanPhase, resolved: Resolved): CategorySlice | null {
  return Object.hasOwn(resolved.categories, phase.category) ? (resolved.categories[phase.category]?.value ?? null) : null
}

/** The CI profile a phase runs by name, null when it brings its own commands or none. */
export function profileOf(phase: PlanPhase, category: CategorySlice): 'normal' | 'strict' | null {
  if (phase.ci === undefined) return category.ciProfile
  return phase.ci === 'normal' || phase.ci === 'strict' ? phase.ci : null
}
