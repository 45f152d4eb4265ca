import { setTimeout as sleep } from 'node:timers/promises'
import { finish } from '../execution/advance.ts'
import type { ExecutionOptions } from '../execution/options.ts'
import { createReporter } from '../execution/reporter.ts'
import type { ExitCode } from '../exit-codes.ts'
import { latestRun } from '../repository/choose-run.ts'
import { type OpenRepository, withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { stopOfView } from '../situation/stop-of-view.ts'

const pollMs = 250

/** `autopack watch [RUN]`: reads the journal until nobody writes it any more. */
export async function watch(shell: Shell, named: string | undefined, options: ExecutionOptions): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: true }, async (repository) => {
    const reporter = createReporter(shell, options.json === true)
    const run = await latestRun(shell, repository.autopack, named)
    const enough = AbortSignal.any([shell.listenForInterrupt(), shell.readerGone])
    let seen = 0
    for (;;) {
      const executing = await isExecuting(repository, run)
      for await (const event of repository.autopack.events(run, seen + 1)) {
        reporter.emit(run, event)
        seen = event.seq
      }
      if (enough.aborted) return 130
      // looked at before the journal was read: what was appended last is not missed
      if (!executing) return finish(shell, repository, reporter, run, stopOfView(await repository.autopack.view(run)), options)
      await sleep(pollMs, undefined, { signal: enough }).catch(() => {})
    }
  })
}

async function isExecuting({ autopack }: OpenRepository, run: string): Promise<boolean> {
  return (await autopack.runs()).some((record) => record.run === run && record.ownerPid !== null)
}
