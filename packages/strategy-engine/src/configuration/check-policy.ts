import type { PolicyFile } from '@autopack/contracts'
import { checkEach } from '../plan/check-paths.ts'
import { globProblem } from '../plan/path-rules.ts'
import { didYouMean } from '../problem/closest-name.ts'
import { listNames } from '../problem/phrases.ts'
import type { Finding } from '../problem/problem.ts'

/** Classes have valid globs, and each run type's table has exactly the classes there are. */
export function checkPolicy(policy: PolicyFile): Finding[] {
  const classes = Object.keys(policy.classes)
  return [
    ...Object.entries(policy.classes).flatMap(([name, globs]) => checkEach(globs, ['classes', name], globProblem)),
    ...Object.entries(policy.runTypes).flatMap(([runType, table]) => checkTable(runType, Object.keys(table), classes)),
  ]
}

function checkTable(runType: string, named: readonly string[], classes: readonly string[]): Finding[] {
  const missing = classes.filter((name) => !named.includes(name))
  const unknown = named.filter((name) => !classes.includes(name))
  return [
    ...missing.map((name) => ({
      path: ['runTypes', runType, name],
      message: `no verdict for the class \`${name}\`; one of \`allow\`, \`ask\`, \`deny\` is required for every class`,
    })),
    ...unknown.map((name) => ({
      path: ['runTypes', runType, name],
      at: 'key' as const,
      message: `there is no class \`${name}\`${didYouMean(name, classes)}; there are ${listNames(classes)}`,
    })),
  ]
}
