import type { IssueView } from '@autopack/core'
import { counted } from '../amounts/count.ts'
import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { latestRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { columns } from '../terminal/columns.ts'
import { jsonLine } from '../terminal/neutralise.ts'
import { type Span, span } from '../terminal/span.ts'

/** `autopack issues [RUN]` */
export async function issues(shell: Shell, named: string | undefined, options: Location & { readonly json?: true }): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: true }, async ({ autopack }) => {
    const view = await autopack.view(await latestRun(shell, autopack, named))
    if (options.json === true) for (const issue of view.issues) shell.stdout.write(jsonLine(issue))
    else shell.out.print(columns(bySeverity(view.issues).map(row)))
    shell.err.print([[span(`${counted(view.issues.length, 'issue')}; this run tolerates ${counted(view.created.strategy.caps.minorIssues, 'minor one')}`, 'quiet')]])
    return 0
  })
}

function bySeverity(all: readonly IssueView[]): readonly IssueView[] {
  return [...all.filter(({ severity }) => severity === 'major'), ...all.filter(({ severity }) => severity === 'minor')]
}

function row({ severity, phase, source, category, path, message }: IssueView): readonly Span[] {
  return [span(severity, severity === 'major' ? 'bad' : 'warn'), phase ?? 'run', span(`${source}: ${category}`, 'quiet'), path === null ? message : `${path}: ${message}`]
}
