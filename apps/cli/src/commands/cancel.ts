import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { withRepository } from '../repository/open-repository.ts'
import { unfinishedRun } from '../repository/unfinished-run.ts'
import type { Shell } from '../shell.ts'

interface CancelOptions extends Location {
  readonly note?: string
}

/** `autopack cancel [RUN]`: whoever executes the run ends it; where nobody does, it is ended here. */
export async function cancel(shell: Shell, named: string | undefined, options: CancelOptions): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: false }, async ({ autopack, invocation }) => {
    const run = await unfinishedRun(shell, autopack, named)
    await autopack.cancel(run, shell.user, options.note ?? '')
    const stop = await autopack.advance(run)
    shell.err.print([[stop.kind === 'ended' ? `cancelled; what was kept stays on its branch: ${invocation('show', run)}` : 'cancelled; the process that executes it ends it at its next step']])
    return 0
  })
}
