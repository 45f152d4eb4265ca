import type { Plan, PlanPhase } from '@autopack/contracts'
import type { Path } from '../problem/path.ts'
import { listNames } from '../problem/phrases.ts'
import type { Finding } from '../problem/problem.ts'
import { globProblem, isInScope, literalProblem, pathProblem } from './path-rules.ts'
import { phaseEntries } from './phase-entries.ts'

/** Roots, scopes and deliverables are paths inside the repository, and every deliverable is inside its phase's scope. */
export function checkPaths(plan: Plan): Finding[] {
  return phaseEntries(plan).flatMap(({ phase, path }) => [
    ...checkRoot(phase, path),
    ...checkEach(phase.scope, [...path, 'scope'], globProblem),
    ...Object.entries(phase.allow ?? {}).flatMap(([rule, globs]) => checkEach(globs, [...path, 'allow', rule], globProblem)),
    ...checkEach(phase.deliverables ?? [], [...path, 'deliverables'], (deliverable) => literalProblem(deliverable) ?? outsideScope(deliverable, phase)),
  ])
}

/** A finding for each text a rule refuses. */
export function checkEach(texts: readonly string[], path: Path, rule: (text: string) => string | null): Finding[] {
  return texts.flatMap((text, index) => {
    const message = rule(text)
    return message === null ? [] : [{ path: [...path, index], message: `\`${text}\` ${message}` }]
  })
}

function checkRoot(phase: PlanPhase, path: Path): Finding[] {
  if (phase.root === undefined) return []
  const glob = /[*?[\]{}()!+@\\]/.test(phase.root) ? 'contains glob characters; a literal folder is expected' : null
  const message = glob ?? pathProblem(phase.root)
  return message === null ? [] : [{ path: [...path, 'root'], message: `\`${phase.root}\` ${message}` }]
}

function outsideScope(deliverable: string, phase: PlanPhase): string | null {
  if (isInScope(deliverable, phase.scope)) return null
  return `is outside the phase’s scope (${listNames(phase.scope)}), so it could never be delivered; widen the scope or drop it`
}
