import { formatProblem } from '@autopack/strategy-engine'
import { readConfigurationFiles } from '../configuration/configuration-files.ts'
import { layered } from '../configuration/layered.ts'
import { readPlan } from '../configuration/read-plan.ts'
import type { ExitCode } from '../exit-codes.ts'
import { rootOf } from '../repository/root-of.ts'
import type { Shell } from '../shell.ts'
import { span } from '../terminal/span.ts'

/** `autopack config validate [PLAN]` */
export async function configValidate(shell: Shell, planFile: string | undefined, options: { readonly repo?: string }): Promise<ExitCode> {
  const files = await readConfigurationFiles(rootOf(shell, options))
  const plan = planFile === undefined ? null : await readPlan(shell, planFile)
  const { problems, remarks } = layered(files, plan)
  if (problems.length > 0) {
    shell.err.print(problems.map((problem) => [formatProblem(problem)]))
    return 2
  }
  shell.err.print(remarks.map((remark) => [span(shell.symbols.warn, 'warn'), ` ${formatProblem(remark)}`]))
  const sources = [files.strategy, files.policy, files.models, files.pricing, files.project, plan]
  shell.out.print(sources.flatMap((source) => (source === null ? [] : [[span(shell.symbols.good, 'good'), ` ${source.file}`]])))
  return 0
}
