import type { CiEntry, Plan, PlanPhase } from '@autopack/contracts'
import type { Path } from '../problem/path.ts'
import type { Finding } from '../problem/problem.ts'
import { checkEach } from './check-paths.ts'
import { variableProblem } from './environment-rules.ts'
import { pathProblem } from './path-rules.ts'
import { phaseEntries } from './phase-entries.ts'

type Surroundings = Pick<Plan, 'ci' | 'workspace'>

/** CI profiles and workspace of a plan or a project. */
export function checkSurroundings(value: Surroundings): Finding[] {
  return [
    ...checkEntries(value.ci?.normal ?? [], ['ci', 'normal']),
    ...checkEntries(value.ci?.strict ?? [], ['ci', 'strict']),
    ...checkEach(value.workspace?.copy ?? [], ['workspace', 'copy'], copyProblem),
  ]
}

/** Variables and CI entries of the phases. */
export function checkEnvironment(plan: Plan): Finding[] {
  return phaseEntries(plan).flatMap(({ phase, path }) => [
    ...checkVariables(phase.env ?? {}, [...path, 'env']),
    ...checkEntries(ownEntries(phase), [...path, 'ci']),
  ])
}

/** CI commands a phase brings itself. */
function ownEntries(phase: PlanPhase): readonly CiEntry[] {
  return Array.isArray(phase.ci) ? phase.ci : []
}

function checkEntries(entries: readonly CiEntry[], path: Path): Finding[] {
  return entries.flatMap((entry, index) => [
    ...checkVariables(entry.env ?? {}, [...path, index, 'env']),
    ...checkEach(entry.envFrom ?? [], [...path, index, 'envFrom'], variableProblem),
    ...checkFolder(entry, [...path, index, 'cwd']),
  ])
}

function checkFolder(entry: CiEntry, path: Path): Finding[] {
  const message = entry.cwd === undefined || entry.cwd === '.' ? null : pathProblem(entry.cwd)
  return message === null ? [] : [{ path, message: `\`${entry.cwd}\` ${message}` }]
}

function checkVariables(variables: Readonly<Record<string, string>>, path: Path): Finding[] {
  return Object.entries(variables).flatMap(([name, value]) => {
    const message = variableProblem(name) ?? (value.includes('\0') ? 'holds a NUL character, which no variable can' : null)
    return message === null ? [] : [{ path: [...path, name], at: 'key' as const, message: `\`${name}\` ${message}` }]
  })
}

function copyProblem(path: string): string | null {
  return /(?:^|\/)\.git(?:\/|$)/i.test(path) ? 'is git’s own; a checkout has one of its own' : pathProblem(path)
}
