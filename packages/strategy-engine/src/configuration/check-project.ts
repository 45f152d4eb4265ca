import type { ProjectConfiguration } from '@autopack/contracts'
import type { Configuration } from '../document/read-configuration.ts'
import { didYouMean } from '../problem/closest-name.ts'
import { listNames } from '../problem/phrases.ts'
import type { Problem } from '../problem/problem.ts'
import { problemsOf } from '../problem/problem.ts'
import type { Resolved } from './resolved.ts'

/** Whether a project's configuration names only categories that exist; empty when it does. */
export function checkProject(project: Configuration<ProjectConfiguration>, resolved: Resolved): readonly Problem[] {
  const names = Object.keys(resolved.categories)
  const findings = (project.value.policy?.autoApply ?? []).flatMap((name, index) => {
    if (names.includes(name)) return []
    return [{ path: ['policy', 'autoApply', index], message: `there is no category \`${name}\`${didYouMean(name, names)}; there are ${listNames(names)}` }]
  })
  return problemsOf(findings, project)
}
