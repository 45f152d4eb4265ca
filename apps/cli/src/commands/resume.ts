import { advance } from '../execution/advance.ts'
import type { ExecutionOptions } from '../execution/options.ts'
import { createReporter } from '../execution/reporter.ts'
import type { ExitCode } from '../exit-codes.ts'
import { onlyRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import { isUnfinished } from '../repository/unfinished-run.ts'
import type { Shell } from '../shell.ts'
import { span } from '../terminal/span.ts'

/** `autopack resume [RUN]`: also ends a pause. */
export async function resume(shell: Shell, named: string | undefined, options: ExecutionOptions): Promise<ExitCode> {
  const reporter = createReporter(shell, options.json === true)
  return withRepository(shell, options, { readOnly: false, withModels: true, sink: reporter }, async (repository) => {
    const { autopack } = repository
    const run = await onlyRun(shell, autopack, named, { what: 'unfinished', fits: isUnfinished })
    if (isUnfinished(await autopack.view(run))) await autopack.unpause(run, shell.user)
    else shell.err.print([[span(`${run} has ended; nothing of it goes on`, 'warn')]])
    return advance(shell, repository, reporter, run, options)
  })
}
