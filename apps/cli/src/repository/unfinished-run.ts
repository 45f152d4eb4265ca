import type { Autopack, RunView } from '@autopack/core'
import type { Shell } from '../shell.ts'
import { situationOf } from '../situation/situation.ts'
import { usageError } from '../usage-error.ts'
import { onlyRun } from './choose-run.ts'

/** The run that was named, or the only one, that has not ended. Throws `AUTOPACK_USAGE` for one that has: nothing can be done to it any more. */
export async function unfinishedRun(shell: Shell, autopack: Autopack, named: string | undefined): Promise<string> {
  const run = await onlyRun(shell, autopack, named, { what: 'unfinished', fits: isUnfinished })
  const view = await autopack.view(run)
  if (!isUnfinished(view)) throw usageError(`Run ${run} has ended (${situationOf(view, false)}); nothing of it goes on. \`autopack show ${run}\` says what became of it.`)
  return run
}

export function isUnfinished({ endedAt }: RunView): boolean {
  return endedAt === null
}
