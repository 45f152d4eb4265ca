import type { Location } from '../drawing/invocation.ts'
import { logsOfAttempt } from '../evidence/attempt-logs.ts'
import { attemptsOf, phaseNamed } from '../evidence/chosen.ts'
import type { LogEntry } from '../evidence/log-entry.ts'
import { logsOfPreparation } from '../evidence/preparation-logs.ts'
import type { ExitCode } from '../exit-codes.ts'
import { latestRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { type Line, span } from '../terminal/span.ts'
import { usageError } from '../usage-error.ts'

interface LogsOptions extends Location {
  readonly attempt?: number
}

/** `autopack logs [RUN] [PHASE]` */
export async function logs(shell: Shell, named: string | undefined, phase: string | undefined, options: LogsOptions): Promise<ExitCode> {
  if (options.attempt !== undefined && phase === undefined) throw usageError('--attempt needs a phase: autopack logs RUN PHASE --attempt NUMBER.')
  return withRepository(shell, options, { readOnly: true }, async ({ autopack }) => {
    const view = await autopack.view(await latestRun(shell, autopack, named))
    const evidence = { autopack, run: view.run }
    const phases = phase === undefined ? Object.values(view.phases) : [phaseNamed(view, phase)]
    const before = phase === undefined ? await logsOfPreparation(evidence, view) : []
    const inside = await Promise.all(phases.flatMap((one) => attemptsOf(one, options.attempt).map((attempt) => logsOfAttempt(evidence, view, one, attempt))))
    const all = [...before, ...inside.flat()]
    if (all.length === 0) shell.err.print([['nothing was said yet']])
    shell.out.print(all.flatMap((entry) => draw(shell, entry)))
    return 0
  })
}

function draw({ symbols }: Shell, { title, body }: LogEntry): readonly Line[] {
  const heading = [span(`${symbols.rule.repeat(2)} ${title}`, 'accent')]
  if (body === null) return [heading, [span('erased', 'warn')]]
  return [heading, ...body.trimEnd().split('\n').map((line): Line => [line])]
}
