import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { onlyRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'

/** `autopack pause [RUN]` */
export async function pause(shell: Shell, named: string | undefined, options: Location): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: false }, async ({ autopack, invocation }) => {
    const run = await onlyRun(shell, autopack, named, { what: 'unfinished', fits: (view) => view.endedAt === null })
    await autopack.pause(run, shell.user)
    shell.err.print([[`it pauses at its next step; go on with: ${invocation('resume', run)}`]])
    return 0
  })
}
