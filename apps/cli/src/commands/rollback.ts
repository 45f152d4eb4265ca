import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { phaseNamed } from '../evidence/chosen.ts'
import { onlyRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { span } from '../terminal/span.ts'
import { reportChange } from './promote.ts'

/** `autopack rollback [RUN] [PHASE]` */
export async function rollback(shell: Shell, named: string | undefined, phase: string | undefined, options: Location): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: false }, async ({ autopack }) => {
    const run = await onlyRun(shell, autopack, named, { what: 'holding phases', fits: (view) => Object.values(view.phases).some(({ commit, rolledBack }) => commit !== null && !rolledBack) })
    const before = await autopack.view(run)
    const change = await autopack.rollback(run, phase === undefined ? {} : { phase: phaseNamed(before, phase).slice.id })
    const promoted = before.promotions.filter(({ commit }) => commit === before.head)
    const code = reportChange(shell, change)
    if (change.kind === 'done') shell.err.print(promoted.map(({ target, commit }) => [span('note', 'warn'), ` ${target} keeps what was promoted: ${commit.slice(0, 7)}. To undo it there: git revert`]))
    return code
  })
}
