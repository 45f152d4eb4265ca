import type { CategorySlice, PlanPhase } from '@autopack/contracts'
import type { Resolved } from '../configuration/resolved.ts'
import { didYouMean } from '../problem/closest-name.ts'
import type { Path } from '../problem/path.ts'
import { listNames } from '../problem/phrases.ts'
import type { Finding, Problem } from '../problem/problem.ts'
import { problemsOf } from '../problem/problem.ts'
import { checkCi } from './check-ci.ts'
import { findCategory } from './find-category.ts'
import { phaseEntries } from './phase-entries.ts'
import type { PlanDocument } from './read-plan.ts'

/** Whether a plan fits the configuration it would run under; empty when it does. */
export function checkPlan(document: PlanDocument, resolved: Resolved): readonly Problem[] {
  const entries = phaseEntries(document.plan)
  const findings = [
    ...entries.flatMap(({ phase, path }) => checkPhase(phase, path, resolved)),
    ...entries.slice(resolved.budget.phases.value, resolved.budget.phases.value + 1).map(({ path }) => tooMany(path, entries.length, resolved)),
  ]
  return problemsOf(findings, document)
}

function checkPhase(phase: PlanPhase, path: Path, resolved: Resolved): Finding[] {
  const category = findCategory(phase, resolved)
  if (category === null) return [unknownCategory(phase, path, resolved)]
  return [...checkSubkind(phase, path, category), ...checkCi(phase, path, category, resolved), ...checkAuditor(phase, path, category)]
}

function unknownCategory(phase: PlanPhase, path: Path, resolved: Resolved): Finding {
  const names = Object.keys(resolved.categories)
  return { path: [...path, 'category'], message: `there is no category \`${phase.category}\`${didYouMean(phase.category, names)}; there are ${listNames(names)}` }
}

function checkSubkind(phase: PlanPhase, path: Path, category: CategorySlice): Finding[] {
  const at = [...path, 'subkind']
  if (typeof category.complexity === 'string') {
    return phase.subkind === undefined ? [] : [{ path: at, message: `the category \`${phase.category}\` has no subkinds; remove the key` }]
  }
  const allowed = Object.keys(category.complexity)
  const must = `\`${phase.category}\` needs one of ${listNames(allowed)}`
  if (phase.subkind === undefined) return [{ path: at, message: `missing; ${must}` }]
  if (!allowed.includes(phase.subkind)) return [{ path: at, message: `\`${phase.subkind}\` is not allowed; ${must}` }]
  if (phase.complexity === undefined) return []
  return [{ path: [...path, 'complexity'], message: `the subkind sets the complexity of \`${phase.category}\`; remove the key` }]
}

function checkAuditor(phase: PlanPhase, path: Path, category: CategorySlice): Finding[] {
  if (phase.auditor !== 'none' || category.auditorProfile === undefined) return []
  const message = `\`${phase.category}\` must be audited (${category.auditorProfile}); remove the key or choose \`required\``
  return [{ path: [...path, 'auditor'], message }]
}

function tooMany(path: Path, count: number, resolved: Resolved): Finding {
  const cap = resolved.budget.phases.value
  return { path, message: `the plan has ${count} phases and a run may hold ${cap}; split the plan or raise budget.phases` }
}
