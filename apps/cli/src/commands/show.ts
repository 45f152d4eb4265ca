import { drawRun } from '../drawing/draw-run.ts'
import { gatherDrawing } from '../drawing/gather-drawing.ts'
import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { latestRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { jsonLine } from '../terminal/neutralise.ts'

/** `autopack show [RUN]` */
export async function show(shell: Shell, named: string | undefined, options: Location & { readonly json?: true }): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: true }, async (repository) => {
    const run = await latestRun(shell, repository.autopack, named)
    if (options.json === true) shell.stdout.write(jsonLine(await repository.autopack.view(run)))
    else shell.out.print(drawRun(await gatherDrawing(shell, repository, run)))
    return 0
  })
}
