import type { RunChange } from '@autopack/core'
import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { onlyRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { isPromotable } from '../situation/outlook.ts'
import { span } from '../terminal/span.ts'

interface PromoteOptions extends Location {
  readonly target?: string
}

/** `autopack promote [RUN]` */
export async function promote(shell: Shell, named: string | undefined, options: PromoteOptions): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: false }, async ({ autopack }) => {
    const run = await onlyRun(shell, autopack, named, { what: 'done and not yet promoted', fits: isPromotable })
    return reportChange(shell, await autopack.promote(run, options.target === undefined ? {} : { target: options.target }))
  })
}

/** Says what became of a change to a run's result. */
export function reportChange(shell: Shell, change: RunChange): ExitCode {
  shell.err.print([[span(change.kind, change.kind === 'done' ? 'good' : 'bad'), ` ${change.message}`]])
  return change.kind === 'done' ? 0 : 1
}
