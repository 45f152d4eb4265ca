import { endedAs } from '@autopack/core'
import { advance } from '../execution/advance.ts'
import type { ExecutionOptions } from '../execution/options.ts'
import { createReporter } from '../execution/reporter.ts'
import type { ExitCode } from '../exit-codes.ts'
import { onlyRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { isIncomplete, retryOf } from '../situation/outlook.ts'
import { span } from '../terminal/span.ts'

interface RetryOptions extends ExecutionOptions {
  readonly runId?: string
}

/** `autopack retry [RUN]` */
export async function retry(shell: Shell, named: string | undefined, options: RetryOptions): Promise<ExitCode> {
  const reporter = createReporter(shell, options.json === true)
  return withRepository(shell, options, { readOnly: false, withModels: true, sink: reporter }, async (repository) => {
    const { autopack, routing } = repository
    const old = await onlyRun(shell, autopack, named, { what: 'over, incomplete and not yet retried', fits: (view, all) => isIncomplete(view) && retryOf(view.run, all) === null })
    const run = await autopack.retry(old, options.runId === undefined ? {} : { run: options.runId })
    shell.err.print([[span(`run ${run}, a retry of ${old}`, 'quiet')]])
    // whoever tries again has looked after it
    if (endedAs(await autopack.view(old)).cause === 'authentication') await routing().clearAccounts()
    return advance(shell, repository, reporter, run, options)
  })
}
