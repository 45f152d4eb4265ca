import type { Plan } from '@autopack/contracts'
import { didYouMean } from '../problem/closest-name.ts'
import { listNames } from '../problem/phrases.ts'
import type { Finding } from '../problem/problem.ts'
import { findCycles } from './find-cycles.ts'
import type { PhaseEntry } from './phase-entries.ts'
import { phaseEntries } from './phase-entries.ts'

/** `dependsOn` names other phases of the same or an earlier tier, without going round in circles. */
export function checkDependencies(plan: Plan): Finding[] {
  const entries = phaseEntries(plan)
  const byId = new Map(entries.map((entry) => [entry.phase.id, entry]))
  const wrong = entries.flatMap((entry) =>
    (entry.phase.dependsOn ?? []).flatMap((id, index) => {
      const message = dependencyProblem(id, entry, byId)
      return message === null ? [] : [{ path: [...entry.path, 'dependsOn', index], message }]
    }),
  )
  return [...wrong, ...cycles(entries)]
}

function dependencyProblem(id: string, entry: PhaseEntry, byId: ReadonlyMap<string, PhaseEntry>): string | null {
  const names = [...byId.keys()]
  const target = byId.get(id)
  if (!target) return `no phase is called \`${id}\`${didYouMean(id, names)}; there are ${listNames(names)}`
  if (id === entry.phase.id) return 'a phase cannot depend on itself'
  if (target.tier > entry.tier) return `\`${id}\` is in a later tier; a phase may depend on phases of its own or an earlier tier`
  return null
}

function cycles(entries: readonly PhaseEntry[]): Finding[] {
  const edges = new Map(entries.map(({ phase }) => [phase.id, (phase.dependsOn ?? []).filter((id) => id !== phase.id)]))
  return findCycles(edges).flatMap((cycle) => {
    const last = cycle.at(-1)
    const entry = entries.find(({ phase }) => phase.id === last)
    if (!entry) return []
    const index = (entry.phase.dependsOn ?? []).findIndex((id) => id === cycle[0])
    const round = [...cycle, cycle[0]].join(' → ')
    return [{ path: [...entry.path, 'dependsOn', index], message: `goes round in a circle: ${round}; remove one of these` }]
  })
}
