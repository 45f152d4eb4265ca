import type { RunView } from '@autopack/core'
import { ago, duration } from '../amounts/duration.ts'
import { compact } from '../amounts/count.ts'
import { money } from '../amounts/money.ts'
import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { quotaReset } from '../situation/outlook.ts'
import { markOf, situationOf } from '../situation/situation.ts'
import { columns } from '../terminal/columns.ts'
import { jsonLine } from '../terminal/neutralise.ts'
import { type Span, span } from '../terminal/span.ts'

/** `autopack runs` */
export async function runs(shell: Shell, options: Location & { readonly json?: true }): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: true }, async ({ autopack }) => {
    const records = await autopack.runs()
    const listed = await Promise.all(records.map(async ({ run, ownerPid }) => ({ view: await autopack.view(run), executing: ownerPid !== null })))
    if (options.json === true) {
      for (const { view, executing } of listed) shell.stdout.write(jsonLine(summary(view, executing)))
      return 0
    }
    shell.out.print(columns(listed.map(({ view, executing }) => row(shell, view, executing)), { right: [3, 4, 5, 6] }))
    if (listed.length === 0) shell.err.print([['no runs yet; `autopack run PLAN` makes one']])
    return 0
  })
}

function complete(view: RunView): string {
  const phases = Object.values(view.phases)
  return `${phases.filter((phase) => phase.state === 'COMPLETE' && !phase.rolledBack).length}/${phases.length}`
}

function row(shell: Shell, view: RunView, executing: boolean): readonly Span[] {
  const situation = situationOf(view, executing)
  const { symbol, tone } = markOf(situation, shell.symbols)
  return [
    span(`${symbol} ${view.run}`, tone),
    view.created.project,
    span(`${situation}${situation === 'postponed' ? untilOf(view) : ''}`, tone),
    `${complete(view)} phases`,
    duration(view.spent.durationMs),
    view.spent.tokens === 0 ? '' : `${compact(view.spent.tokens)} tok`,
    view.spent.nanoUsd === 0 ? '' : money(view.spent.nanoUsd),
    span(ago(shell.now() - view.createdAt), 'quiet'),
  ]
}

function untilOf(view: RunView): string {
  const until = quotaReset(view)
  return until === null ? '' : ` until ${new Date(until).toISOString()}`
}

function summary(view: RunView, executing: boolean): unknown {
  const { run, state, reason, createdAt, endedAt, spent } = view
  return { run, project: view.created.project, state, reason, situation: situationOf(view, executing), createdAt, endedAt, until: quotaReset(view), spent }
}
