import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { money } from '../amounts/money.ts'
import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { latestRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { columns } from '../terminal/columns.ts'
import { span } from '../terminal/span.ts'
import { usageError } from '../usage-error.ts'

/** `autopack simulate [RUN] --models FILE` */
export async function simulate(shell: Shell, named: string | undefined, options: Location & { readonly models: string }): Promise<ExitCode> {
  const text = await readFile(resolve(shell.cwd, options.models), 'utf8').catch(() => {
    throw usageError(`${options.models} cannot be read; name a models.yaml.`)
  })
  return withRepository(shell, options, { readOnly: true }, async ({ autopack, configuration, routing }) => {
    const { run } = await autopack.view(await latestRun(shell, autopack, named))
    const replays = await routing().simulate(run, { models: { text, file: options.models }, pricing: configuration.pricing })
    const rows = replays.map(({ operation, was, would, boundWas, boundWould, unknown }) => [
      operation.split('/').slice(1).join('/'),
      was ?? 'none',
      span(would ?? 'none', would === was ? 'quiet' : 'accent'),
      `at most ${money(boundWas)}`,
      money(boundWould),
      span(unknown.length === 0 ? '' : `unknown: ${unknown.join(', ')}`, 'quiet'),
    ])
    shell.out.print(columns(rows, {}))
    return 0
  })
}
