import { formatProblem } from '@autopack/strategy-engine'
import { readConfigurationFiles } from '../configuration/configuration-files.ts'
import { layered } from '../configuration/layered.ts'
import { readPlan } from '../configuration/read-plan.ts'
import { unreadFiles } from '../configuration/unread-files.ts'
import type { ExitCode } from '../exit-codes.ts'
import { rootOf } from '../repository/root-of.ts'
import type { Shell } from '../shell.ts'
import { span } from '../terminal/span.ts'

/** `autopack config validate [PLAN]` */
export async function configValidate(shell: Shell, planFile: string | undefined, options: { readonly repo?: string }): Promise<ExitCode> {
  const root = rootOf(shell, options)
  const files = await readConfigurationFiles(root)
  const plan = planFile === undefined ? null : await readPlan(shell, planFile)
  const { problems, remarks } = layered(files, plan)
  if (problems.length > 0) {
    shell.err.print(problems.map((problem) => [formatProblem(problem)]))
    return 2
  }
  const hints = [...remarks.map(formatProblem), ...(await unreadFiles(root))]
  shell.err.print(hints.map((hint) => [span(shell.symbols.warn, 'warn'), ` ${hint}`]))
  const sources = [files.strategy, files.policy, files.models, files.pricing, files.project, plan]
  shell.out.print(sources.flatMap((source) => (source === null ? [] : [[span(shell.symbols.good, 'good'), ` ${source.file}`]])))
  return 0
}
