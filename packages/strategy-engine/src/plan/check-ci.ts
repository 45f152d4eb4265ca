import type { CategorySlice, PlanPhase } from '@autopack/contracts'
import type { Resolved } from '../configuration/resolved.ts'
import type { Path } from '../problem/path.ts'
import type { Finding } from '../problem/problem.ts'
import { profileOf } from './find-category.ts'

const example = 'ci: { normal: [{ run: ["npm", "test"] }] }'

/** A phase's CI exists, and a category that asks for the strict profile never runs on less. */
export function checkCi(phase: PlanPhase, path: Path, category: CategorySlice, resolved: Resolved): Finding[] {
  const at = phase.ci === undefined ? [...path, 'category'] : [...path, 'ci']
  const message = ciProblem(phase, category, resolved)
  return message === null ? [] : [{ path: at, message }]
}

function ciProblem(phase: PlanPhase, category: CategorySlice, resolved: Resolved): string | null {
  if (category.ciProfile === 'strict' && (phase.ci === 'none' || phase.ci === 'normal')) {
    return `\`${phase.category}\` must pass the strict CI profile, \`${phase.ci}\` is less; remove the key or list the commands`
  }
  const profile = profileOf(phase, category)
  if (profile === null || resolved.ci[profile].value !== null) return null
  if (resolved.ci.normal.value === null && resolved.ci.strict.value === null) {
    return `no CI is configured, so nothing would show whether the change works; add ${example.replace('normal', profile)} to the plan or to .autopack/config.yaml${profile === 'normal' ? ', or say `ci: none` in the phase' : ''}`
  }
  return `needs the CI profile \`${profile}\`, which is not defined; add it under \`ci\` in the plan or in .autopack/config.yaml: ${example.replace('normal', profile)}`
}
