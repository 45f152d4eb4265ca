import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { SourceText } from '@autopack/core'
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

interface SimulateOptions extends Location {
  readonly models: string
  readonly pricing?: string
  readonly json?: true
}

/** `autopack simulate [RUN] --models FILE` */
export async function simulate(shell: Shell, named: string | undefined, options: SimulateOptions): Promise<ExitCode> {
  const models = await read(shell, options.models, 'models.yaml')
  const pricing = options.pricing === undefined ? null : await read(shell, options.pricing, 'pricing.yaml')
  return withRepository(shell, options, { readOnly: true }, async ({ autopack, configuration, routing }) => {
    const { run } = await autopack.view(await latestRun(shell, autopack, named))
    const replays = await routing().simulate(run, { models, pricing: pricing ?? configuration.pricing })
    if (options.json === true) for (const replay of replays) shell.stdout.write(jsonLine(replay))
    else shell.out.print([...columns(replays.flatMap(rows)), ...conclusion(replays)])
    return 0
  })
}

async function read(shell: Shell, file: string, what: string): Promise<SourceText> {
  const text = await readFile(resolve(shell.cwd, file), 'utf8').catch(() => {
    throw usageError(`${file} cannot be read; name a ${what}.`)
  })
  return { text, file }
}

/** A call that would go elsewhere says why; what nobody knows is in a row of its own. */
function rows({ operation, was, would, because, boundWas, boundWould, unknown }: Replay): readonly (readonly Span[])[] {
  const name = operation.split('/').slice(1).join('/')
  const moved = would !== was
  const row = [name, was ?? 'none', span(would ?? 'none', moved ? 'accent' : 'quiet'), `at most ${money(boundWas)}`, money(boundWould), span(moved ? because : '', 'quiet')]
  return unknown.length === 0 ? [row] : [row, ['', '', '', '', '', span(`unknown: ${unknown.join(', ')}`, 'quiet')]]
}

/** What it comes to, and what no replay can tell. */
function conclusion(replays: readonly Replay[]): readonly Line[] {
  const moved = replays.filter(({ was, would }) => was !== would).length
  const sum = (amount: (replay: Replay) => number): string => money(replays.reduce((total, replay) => total + amount(replay), 0))
  const total: Line = [`${moved} of ${counted(replays.length, 'call')} would go elsewhere; at most ${sum(({ boundWould }) => boundWould)} instead of ${sum(({ boundWas }) => boundWas)}`]
  return moved === 0 ? [total] : [total, [span('What another model would have answered is unknown, and so which calls would have followed.', 'quiet')]]
}
