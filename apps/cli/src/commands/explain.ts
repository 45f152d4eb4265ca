import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { latestRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { columns } from '../terminal/columns.ts'
import { span } from '../terminal/span.ts'
import { usageError } from '../usage-error.ts'

/** `autopack explain CALL [RUN]` */
export async function explain(shell: Shell, call: string, named: string | undefined, options: Location): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: true }, async ({ autopack, routing }) => {
    const view = await autopack.view(await latestRun(shell, autopack, named))
    const calls = Object.values(view.calls).filter(({ operation, phase }) => operation === call || phase === call)
    if (calls.length === 0) throw usageError(`Run ${view.run} has no call and no phase with calls that is named ${call}; it has: ${[...new Set(Object.values(view.calls).map(({ phase }) => phase))].join(', ')}.`)
    const routes = routing()
    for (const { operation } of calls) {
      const candidates = await routes.explain(operation)
      const rows = candidates.map(({ model, taken, because }) => [taken ? span(model, 'good') : span(model, 'quiet'), taken ? 'taken' : 'not', because])
      shell.out.print([[span(operation, 'strong')], ...(rows.length === 0 ? [['nothing was recorded']] : columns(rows, {}))])
    }
    return 0
  })
}
