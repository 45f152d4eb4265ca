import type { RunStop } from '@autopack/core'
import { drawRun } from '../drawing/draw-run.ts'
import { gatherDrawing } from '../drawing/gather-drawing.ts'
import { exitCodeOfStop, type ExitCode } from '../exit-codes.ts'
import type { OpenRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { type Line, span } from '../terminal/span.ts'
import type { ExecutionOptions } from './options.ts'
import type { Reporter } from './reporter.ts'

/** Executes a run until it stops, then draws it (or ends the JSON) and says how to go on. */
export async function advance(shell: Shell, repository: OpenRepository, reporter: Reporter, run: string, options: ExecutionOptions): Promise<ExitCode> {
  return finish(shell, repository, reporter, run, await execute(shell, repository, run, options), options)
}

/** Until it stops, or a person interrupts it. */
export async function execute(shell: Shell, { autopack }: OpenRepository, run: string, options: ExecutionOptions): Promise<RunStop> {
  return autopack.advance(run, { signal: shell.listenForInterrupt(), patient: options.wait === true })
}

/** What is said of a run that has stopped, and the exit code that says it too. */
export async function finish(shell: Shell, repository: OpenRepository, reporter: Reporter, run: string, stop: RunStop, options: ExecutionOptions): Promise<ExitCode> {
  if (options.json === true) reporter.stop(run, stop)
  else {
    shell.err.print([[]])
    shell.out.print(drawRun(await gatherDrawing(shell, repository, run)))
  }
  shell.err.print(explain(stop, run, repository))
  return exitCodeOfStop(stop)
}

function explain(stop: RunStop, run: string, { invocation }: OpenRepository): readonly Line[] {
  switch (stop.kind) {
    case 'stopped':
      return [[span('stopped; nothing is lost. Go on with: ', 'warn'), invocation('resume', run)]]
    case 'busy':
      return [[span('busy', 'bad'), `: ${stop.pid === null ? 'another process' : `process ${stop.pid}`} executes this run. Follow it with: ${invocation('watch', run)}`]]
    case 'fenced':
      return [[span('handed over', 'bad'), `: another process has taken this run over. Follow it with: ${invocation('watch', run)}`]]
    default:
      return []
  }
}
