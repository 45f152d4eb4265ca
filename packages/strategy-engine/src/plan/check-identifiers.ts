import type { Plan } from '@autopack/contracts'
import type { Path } from '../problem/path.ts'
import type { Finding } from '../problem/problem.ts'
import { phaseEntries } from './phase-entries.ts'

/** Tier ids are unique, and phase ids are over the whole plan: they name tags. */
export function checkIdentifiers(plan: Plan): Finding[] {
  const tiers = plan.tiers.map((tier, index) => ({ id: tier.id, path: ['tiers', index, 'id'] }))
  const phases = phaseEntries(plan).map(({ phase, path }) => ({ id: phase.id, path: [...path, 'id'] }))
  return [...repeated('tier', tiers), ...repeated('phase', phases)]
}

function repeated(what: string, entries: readonly { readonly id: string; readonly path: Path }[]): Finding[] {
  const seen = new Set<string>()
  return entries.flatMap(({ id, path }) => {
    if (seen.has(id)) return [{ path, message: `the ${what} \`${id}\` exists already; every ${what} of a plan has an id of its own` }]
    seen.add(id)
    return []
  })
}
