import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { onlyRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { reportChange } from './promote.ts'

/** `autopack rollback [RUN] [PHASE]` */
export async function rollback(shell: Shell, named: string | undefined, phase: string | undefined, options: Location): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: false }, async ({ autopack }) => {
    const run = await onlyRun(shell, autopack, named, { what: 'holding phases', fits: (view) => Object.values(view.phases).some(({ commit, rolledBack }) => commit !== null && !rolledBack) })
    return reportChange(shell, await autopack.rollback(run, phase === undefined ? {} : { phase }))
  })
}
