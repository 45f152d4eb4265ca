import { didYouMean, explain, explainableKeys, type Explanation, formatProblem, type Resolved } from '@autopack/strategy-engine'
import { readConfigurationFiles } from '../configuration/configuration-files.ts'
import { layered } from '../configuration/layered.ts'
import { readPlan } from '../configuration/read-plan.ts'
import type { ExitCode } from '../exit-codes.ts'
import { rootOf } from '../repository/root-of.ts'
import type { Shell } from '../shell.ts'
import { columns } from '../terminal/columns.ts'
import { shorten } from '../terminal/shorten.ts'
import { type Span, span } from '../terminal/span.ts'
import { usageError } from '../usage-error.ts'

interface ExplainOptions {
  readonly repo?: string
  readonly plan?: string
}

/** `autopack config explain [KEY]` */
export async function configExplain(shell: Shell, key: string | undefined, options: ExplainOptions): Promise<ExitCode> {
  const files = await readConfigurationFiles(rootOf(shell, options))
  const { resolved, problems } = layered(files, options.plan === undefined ? null : await readPlan(shell, options.plan))
  if (resolved === null) {
    shell.err.print(problems.map((problem) => [formatProblem(problem)]))
    return 2
  }
  const keys = key === undefined ? explainableKeys(resolved) : [key, ...explainableKeys(resolved).filter((each) => each.startsWith(`${key}.`))]
  const answered = keys.filter((each) => explain(resolved, each) !== null)
  if (answered.length === 0) throw unknownKey(resolved, key ?? '')
  shell.out.print(columns(answered.map((each) => row(shell, resolved, each, answered.length > 1 ? 40 : 400))))
  return 0
}

function unknownKey(resolved: Resolved, key: string): Error {
  const keys = explainableKeys(resolved)
  return usageError(`There is no key ${key}${didYouMean(key, keys)}; there are ${keys.join(', ')}, and what lies inside them.`)
}

function row(shell: Shell, resolved: Resolved, key: string, width: number): readonly Span[] {
  const found = explain(resolved, key)
  if (found === null) return []
  return [span(key, 'strong'), shorten(JSON.stringify(found.value), width, shell.symbols.ellipsis), span(found.layer, 'accent'), span(whereOf(found), 'quiet')]
}

function whereOf({ file, line }: Explanation): string {
  if (file === null) return 'built in: nobody set it'
  return line === null ? file : `${file}:${line}`
}
