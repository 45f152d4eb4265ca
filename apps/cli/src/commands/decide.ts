import type { Autopack } from '@autopack/core'
import type { Location } from '../drawing/invocation.ts'
import type { ExitCode } from '../exit-codes.ts'
import { onlyRun } from '../repository/choose-run.ts'
import { withRepository } from '../repository/open-repository.ts'
import type { Shell } from '../shell.ts'
import { span } from '../terminal/span.ts'
import { usageError } from '../usage-error.ts'

interface DecisionOptions extends Location {
  readonly note?: string
}

/** `autopack approve [RUN] [APPROVAL]` */
export async function approve(shell: Shell, run: string | undefined, approval: string | undefined, options: DecisionOptions): Promise<ExitCode> {
  return decide(shell, 'approve', run, approval, options)
}

/** `autopack reject [RUN] [APPROVAL]` */
export async function reject(shell: Shell, run: string | undefined, approval: string | undefined, options: DecisionOptions): Promise<ExitCode> {
  return decide(shell, 'reject', run, approval, options)
}

const words = { approve: 'approved', reject: 'rejected' } as const

async function decide(shell: Shell, decision: 'approve' | 'reject', named: string | undefined, given: string | undefined, options: DecisionOptions): Promise<ExitCode> {
  return withRepository(shell, options, { readOnly: false }, async ({ autopack, invocation }) => {
    const run = await onlyRun(shell, autopack, named, { what: 'waiting for an approval', fits: (view) => Object.values(view.phases).some((phase) => phase.waiting?.kind === 'approval') })
    const approval = given ?? (await onlyApproval(autopack, run))
    const result = await autopack.decide(run, approval, { decision, by: shell.user, note: options.note ?? '' })
    const made = result.decision
    if (!result.first) {
      shell.err.print([[span('too late', 'warn'), `: ${made.by} has ${words[made.decision]} ${approval} before; the first decision counts`]])
      return made.decision === decision ? 0 : 1
    }
    shell.err.print([[span(words[decision], decision === 'approve' ? 'good' : 'bad'), ` ${approval}. A process that waits for it goes on by itself; otherwise: ${invocation('resume', run)}`]])
    return 0
  })
}

async function onlyApproval(autopack: Autopack, run: string): Promise<string> {
  const pending = await autopack.pendingApprovals(run)
  const [only, another] = pending
  if (only === undefined) throw usageError(`Nothing of run ${run} waits for an approval.`)
  if (another !== undefined) throw usageError(`Name the approval; waiting are: ${pending.map(({ id, phase }) => `${id} (${phase})`).join(', ')}.`)
  return only.id
}
