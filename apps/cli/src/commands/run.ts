import { dirname, resolve } from 'node:path'
import type { Overrides, Ready } from '@autopack/core'
import type { ConfigurationFiles } from '../configuration/configuration-files.ts'
import { readPlan } from '../configuration/read-plan.ts'
import { drawPreparation } from '../drawing/draw-preparation.ts'
import type { ExecutionOptions } from '../execution/options.ts'
import { createReporter } from '../execution/reporter.ts'
import { exitCodeOfRefusal, type ExitCode } from '../exit-codes.ts'
import { type OpenRepository, withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { jsonLine } from '../terminal/neutralise.ts'
import { span } from '../terminal/span.ts'
import { usageError } from '../usage-error.ts'

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
  // what is heavy is loaded from here on
  const reporter = createReporter(shell, options.json === true)
  return withRepository(shell, options, { readOnly: options.dryRun === true, withModels: true, sink: reporter }, async (repository) => {
    if (options.model !== undefined) await checkModels(options.model, repository.configuration)
    const preparation = await repository.autopack.prepare({
      plan,
      planDirectory: dirname(resolve(shell.cwd, planFile)),
      flags: { ...(options.maxUsd === undefined ? {} : { usd: options.maxUsd }), ...(options.maxTokens === undefined ? {} : { tokens: options.maxTokens }) },
      ...(options.model === undefined ? {} : { models: options.model }),
      watched: shell.interactive && options.wait === true,
    })
    if (preparation.kind === 'refused') {
      // what is wrong in a file begins with its place
      const said = preparation.because === 'invalid' ? [] : [span('error', 'bad'), ': ']
      shell.err.print(preparation.problems.map((problem) => [...said, problem]))
      if (options.json === true) shell.stdout.write(jsonLine({ type: 'stop', ...preparation }))
      return exitCodeOfRefusal(preparation.because)
    }
    if (options.dryRun === true) {
      await checkName(repository, options.runId)
      return tell(shell, preparation, options)
    }
    shell.err.print(preparation.remarks.map((remark) => [span('note', 'warn'), ` ${remark}`]))
    const name = await repository.autopack.start(preparation, options.runId === undefined ? {} : { run: options.runId })
    const { advance } = await import('../execution/advance.ts')
    return advance(shell, repository, reporter, name, options)
  })
}

/** A role that no phase needs is never looked up otherwise. */
async function checkModels(asked: Overrides, { models }: ConfigurationFiles): Promise<void> {
  const { didYouMean, readModelsFile } = await import('@autopack/strategy-engine')
  const read = readModelsFile(models)
  if (read.kind === 'invalid') return
  const known = Object.keys(read.value.models)
  for (const model of Object.values(asked)) {
    if (!known.includes(model)) throw usageError(`models.yaml has no model ${model}${didYouMean(model, known)}; it has ${known.join(', ')}.`)
  }
}

/** As starting it would. */
async function checkName({ autopack }: OpenRepository, name: string | undefined): Promise<void> {
  const taken = (await autopack.runs()).some(({ run }) => run === name)
  if (taken) throw usageError(`A run ${name} exists already. Choose another name with --run-id, or leave it out.`)
}

function tell(shell: Shell, preparation: Ready, options: RunOptions): ExitCode {
  if (options.json === true) shell.stdout.write(jsonLine(preparation))
  else shell.out.print(drawPreparation(preparation, shell.symbols))
  return 0
}
