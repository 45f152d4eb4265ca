import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { withRepository } from '../repository/open-repository.ts'
import { unfinishedRun } from '../repository/unfinished-run.ts'
import type { Shell } from '../shell.ts'

/** `autopack pause [RUN]` */
export async function pause(shell: Shell, named: string | undefined, options: Location): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: false }, async ({ autopack, invocation }) => {
    const run = await unfinishedRun(shell, autopack, named)
    await autopack.pause(run, shell.user)
    shell.err.print([[`it pauses at its next step; go on with: ${invocation('resume', run)}`]])
    return 0
  })
}
