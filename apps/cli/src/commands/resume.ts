import { execute, finish } from '../execution/advance.ts'
import type { ExecutionOptions } from '../execution/options.ts'
import { createReporter } from '../execution/reporter.ts'
import { resumeDue } from '../execution/resume-due.ts'
import type { ExitCode } from '../exit-codes.ts'
import { onlyRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import { isUnfinished } from '../repository/unfinished-run.ts'
import type { Shell } from '../shell.ts'
import { span } from '../terminal/span.ts'
import { usageError } from '../usage-error.ts'

interface ResumeOptions extends ExecutionOptions {
  readonly due?: true
}

/** `autopack resume [RUN]`: also ends a pause. */
export async function resume(shell: Shell, named: string | undefined, options: ResumeOptions): Promise<ExitCode> {
  if (options.due === true) {
    if (named !== undefined || options.wait === true) throw usageError('--due goes on with every run whose wait is over, and never stays: name no run, and leave --wait out.')
    return resumeDue(shell, options)
  }
  const reporter = createReporter(shell, options.json === true)
  return withRepository(shell, options, { readOnly: false, withModels: true, sink: reporter }, async (repository) => {
    const { autopack } = repository
    const run = await onlyRun(shell, autopack, named, { what: 'unfinished', fits: isUnfinished })
    const view = await autopack.view(run)
    if (isUnfinished(view)) await autopack.unpause(run, shell.user)
    else shell.err.print([[span(`${run} has ended; nothing of it goes on`, 'warn')]])
    const stop = await execute(shell, repository, run, options)
    if (stop.kind !== 'busy' || view.waiting?.kind !== 'pause') return finish(shell, repository, reporter, run, stop, options)
    shell.err.print([[`the pause is over, and process ${stop.pid ?? 'elsewhere'} that executes it goes on. Follow it with: ${repository.invocation('watch', run)}`]])
    return 0
  })
}
