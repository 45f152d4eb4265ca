import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { latestRun } from '../repository/choose-run.ts'
import { type OpenRepository, withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { jsonLine } from '../terminal/neutralise.ts'
import { drawUsage } from '../usage/draw-usage.ts'
import { type Usage, usageOfRun, usageOfRuns } from '../usage/usage-of-runs.ts'
import { usageError } from '../usage-error.ts'

interface UsageOptions extends Location {
  readonly json?: true
  readonly all?: true
}

/** `autopack usage [RUN]` */
export async function usage(shell: Shell, named: string | undefined, options: UsageOptions): Promise<ExitCode> {
  if (named !== undefined && options.all === true) throw usageError('Name a run or say --all, not both.')
  return withRepository(shell, options, { readOnly: true }, async (repository) => {
    const used = options.all === true ? await ofAll(repository) : await ofOne(shell, repository, named)
    const limits = await repository.routing().quotas()
    if (options.json === true) shell.stdout.write(jsonLine({ ...used, limits }))
    else shell.out.print(drawUsage(used, limits))
    return 0
  })
}

async function ofOne(shell: Shell, { autopack }: OpenRepository, named: string | undefined): Promise<Usage> {
  return usageOfRun(await autopack.view(await latestRun(shell, autopack, named)))
}

async function ofAll({ autopack }: OpenRepository): Promise<Usage> {
  return usageOfRuns(await Promise.all((await autopack.runs()).map(({ run }) => autopack.view(run))))
}
