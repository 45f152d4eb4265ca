import { dirname, resolve } from 'node:path'
import { readPlan } from '../configuration/read-plan.ts'
import type { Overrides, Ready } from '@autopack/core'
import { drawPreparation } from '../drawing/draw-preparation.ts'
import { advance } from '../execution/advance.ts'
import type { ExecutionOptions } from '../execution/options.ts'
import { createReporter } from '../execution/reporter.ts'
import { exitCodeOfRefusal, type ExitCode } from '../exit-codes.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { jsonLine } from '../terminal/neutralise.ts'
import { span } from '../terminal/span.ts'

interface RunOptions extends ExecutionOptions {
  readonly runId?: string
  readonly maxUsd?: number
  readonly maxTokens?: number
  readonly dryRun?: true
  readonly model?: Overrides
}

/** `autopack run PLAN` */
export async function run(shell: Shell, planFile: string, options: RunOptions): Promise<ExitCode> {
  const plan = await readPlan(shell, planFile)
  if (options.json !== true) shell.err.print([[span(`preparing ${planFile}`, 'quiet')]])
  const reporter = createReporter(shell, options.json === true)
  return withRepository(shell, options, { readOnly: options.dryRun === true, withModels: true, sink: reporter }, async (repository) => {
    const preparation = await repository.autopack.prepare({
      plan,
      planDirectory: dirname(resolve(shell.cwd, planFile)),
      flags: { ...(options.maxUsd === undefined ? {} : { usd: options.maxUsd }), ...(options.maxTokens === undefined ? {} : { tokens: options.maxTokens }) },
      ...(options.model === undefined ? {} : { models: options.model }),
      watched: shell.interactive && options.wait === true,
    })
    if (preparation.kind === 'refused') {
      shell.err.print(preparation.problems.map((problem) => [problem]))
      return exitCodeOfRefusal(preparation.because)
    }
    if (options.dryRun === true) return tell(shell, preparation, options)
    shell.err.print(preparation.remarks.map((remark) => [span('note', 'warn'), ` ${remark}`]))
    const name = await repository.autopack.start(preparation, options.runId === undefined ? {} : { run: options.runId })
    return advance(shell, repository, reporter, name, options)
  })
}

function tell(shell: Shell, preparation: Ready, options: RunOptions): ExitCode {
  if (options.json === true) shell.stdout.write(jsonLine(preparation))
  else shell.out.print(drawPreparation(preparation, shell.symbols))
  return 0
}
