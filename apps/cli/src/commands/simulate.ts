import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Routing } from '@autopack/core/node'
import { counted } from '../amounts/count.ts'
import { money } from '../amounts/money.ts'
import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { latestRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { columns } from '../terminal/columns.ts'
import { jsonLine } from '../terminal/neutralise.ts'
import { type Line, type Span, span } from '../terminal/span.ts'
import { usageError } from '../usage-error.ts'

type Replay = Awaited<ReturnType<Routing['simulate']>>[number]

/** `autopack simulate [RUN] --models FILE` */
export async function simulate(shell: Shell, named: string | undefined, options: Location & { readonly models: string; readonly json?: true }): Promise<ExitCode> {
  const text = await readFile(resolve(shell.cwd, options.models), 'utf8').catch(() => {
    throw usageError(`${options.models} cannot be read; name a models.yaml.`)
  })
  return withRepository(shell, options, { readOnly: true }, async ({ autopack, configuration, routing }) => {
    const { run } = await autopack.view(await latestRun(shell, autopack, named))
    const replays = await routing().simulate(run, { models: { text, file: options.models }, pricing: configuration.pricing })
    if (options.json === true) for (const replay of replays) shell.stdout.write(jsonLine(replay))
    else shell.out.print([...columns(replays.map(row)), ...conclusion(replays)])
    return 0
  })
}

function row({ operation, was, would, boundWas, boundWould, unknown }: Replay): readonly Span[] {
  return [
    operation.split('/').slice(1).join('/'),
    was ?? 'none',
    span(would ?? 'none', would === was ? 'quiet' : 'accent'),
    `at most ${money(boundWas)}`,
    money(boundWould),
    span(unknown.length === 0 ? '' : `unknown: ${unknown.join(', ')}`, 'quiet'),
  ]
}

/** What it comes to, and what no replay can tell. */
function conclusion(replays: readonly Replay[]): readonly Line[] {
  const moved = replays.filter(({ was, would }) => was !== would).length
  const sum = (amount: (replay: Replay) => number): string => money(replays.reduce((total, replay) => total + amount(replay), 0))
  const total: Line = [`${moved} of ${counted(replays.length, 'call')} would go elsewhere; at most ${sum(({ boundWould }) => boundWould)} instead of ${sum(({ boundWas }) => boundWas)}`]
  return moved === 0 ? [total] : [total, [span('What another model would have answered is unknown, and so which calls would have followed.', 'quiet')]]
}
