import type { CallView, RunView } from '@autopack/core'
import { compact, counted } from '../amounts/count.ts'
import { duration } from '../amounts/duration.ts'
import { money } from '../amounts/money.ts'
import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { latestRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { columns } from '../terminal/columns.ts'
import { jsonLine } from '../terminal/neutralise.ts'
import { type Line, type Span, span } from '../terminal/span.ts'

interface Share {
  readonly name: string
  readonly calls: number
  readonly tokens: number
  readonly nanoUsd: number
  readonly durationMs: number | null
}

/** `autopack usage [RUN]` */
export async function usage(shell: Shell, named: string | undefined, options: Location & { readonly json?: true }): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: true }, async ({ autopack }) => {
    const view = await autopack.view(await latestRun(shell, autopack, named))
    const shares = sharesOf(view)
    if (options.json === true) shell.stdout.write(jsonLine({ run: view.run, spent: view.spent, caps: view.created.strategy.caps, ...shares }))
    else shell.out.print(draw(view, shares))
    return 0
  })
}

interface Shares {
  readonly roles: readonly Share[]
  readonly phases: readonly Share[]
  readonly models: readonly Share[]
}

function sharesOf(view: RunView): Shares {
  const calls = Object.values(view.calls)
  return {
    roles: grouped(calls, ({ role }) => role),
    phases: Object.values(view.phases)
      .filter(({ startedAt }) => startedAt !== null)
      .map(({ slice, spent }) => ({ name: slice.id, calls: calls.filter(({ phase }) => phase === slice.id).length, tokens: spent.tokens, nanoUsd: spent.nanoUsd, durationMs: spent.durationMs })),
    models: grouped(calls, ({ model }) => model),
  }
}

function grouped(calls: readonly CallView[], nameOf: (call: CallView) => string): readonly Share[] {
  return [...Map.groupBy(calls, nameOf)].map(([name, group]) => ({
    name,
    calls: group.length,
    tokens: group.reduce((sum, { end }) => sum + (end?.tokens ?? 0), 0),
    nanoUsd: group.reduce((sum, { end }) => sum + (end?.nanoUsd ?? 0), 0),
    durationMs: null,
  }))
}

function draw(view: RunView, { roles, phases, models }: Shares): readonly Line[] {
  const { caps } = view.created.strategy
  const groups: readonly (readonly [string, readonly Share[]])[] = [['role', roles], ['phase', phases], ['model', models]]
  const rows = groups.flatMap(([title, shares]) => shares.map((share, index) => row(index === 0 ? title : '', share)))
  const total: readonly Span[] = ['total', span(view.run, 'strong'), counted(Object.keys(view.calls).length, 'call'), `${compact(view.spent.tokens)} tok`, money(view.spent.nanoUsd), duration(view.spent.durationMs)]
  const cap: readonly Span[] = [span('cap', 'quiet'), '', '', `${compact(caps.tokens)} tok`, money(caps.nanoUsd), duration(caps.durationMs)]
  return columns([...rows, total, cap], { right: [2, 3, 4, 5] })
}

function row(title: string, { name, calls, tokens, nanoUsd, durationMs }: Share): readonly Span[] {
  return [span(title, 'quiet'), name, counted(calls, 'call'), `${compact(tokens)} tok`, money(nanoUsd), durationMs === null ? '' : duration(durationMs)]
}
