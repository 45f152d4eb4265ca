import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { bytes, counted } from '../amounts/count.ts'
import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import type { Line } from '../terminal/span.ts'
import { usageError } from '../usage-error.ts'

interface GcOptions extends Location {
  readonly dryRun?: true
  readonly keepDays?: number
}

/** `autopack gc` */
export async function gc(shell: Shell, options: GcOptions): Promise<ExitCode> {
  if (options.state !== undefined && !existsSync(resolve(shell.cwd, options.state))) throw usageError(`No state is kept in ${resolve(shell.cwd, options.state)}; nothing was removed. Name the folder that --state named when the runs were made.`)
  return withRepository(shell, options, { readOnly: options.dryRun === true }, async ({ autopack }) => {
    const { checkouts, caches, refs, artifactBytes, calls } = await autopack.gc({ dryRun: options.dryRun === true, ...(options.keepDays === undefined ? {} : { keepDays: options.keepDays }) })
    const verb = options.dryRun === true ? 'would remove' : 'removed'
    shell.out.print([...checkouts, ...caches, ...refs].map((name): Line => [name]))
    shell.err.print([[`${verb} ${counted(checkouts.length, 'checkout')}, ${counted(refs.length, 'ref')}, ${bytes(artifactBytes)} of artifacts and ${counted(calls, 'old call')}${caches.length === 0 ? '' : `, and all that ${counted(caches.length, 'repository that is gone', 'repositories that are gone')} left in the cache`}`]])
    return 0
  })
}
