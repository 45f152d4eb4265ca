import { advance } from '../execution/advance.ts'
import type { ExecutionOptions } from '../execution/options.ts'
import { createReporter } from '../execution/reporter.ts'
import type { ExitCode } from '../exit-codes.ts'
import { onlyRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'

/** `autopack resume [RUN]`: also ends a pause. */
export async function resume(shell: Shell, named: string | undefined, options: ExecutionOptions): Promise<ExitCode> {
  const reporter = createReporter(shell, options.json === true)
  return withRepository(shell, options, { readOnly: false, withModels: true, sink: reporter }, async (repository) => {
    const { autopack } = repository
    const run = await onlyRun(shell, autopack, named, { what: 'unfinished', fits: (view) => view.endedAt === null })
    await autopack.unpause(run, shell.user)
    return advance(shell, repository, reporter, run, options)
  })
}
