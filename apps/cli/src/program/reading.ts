import type { Command } from 'commander'
import { runArgument, withLocation } from './locations.ts'
import type { Perform } from './perform.ts'
import { positiveInteger, positiveNumber } from './values.ts'

/** Quotas are of a user, not of a state: only whose models.yaml holds is asked. */
const repo = ['--repo <dir>', 'the repository (default: the one of the current folder)'] as const
const json = ['--json', 'as one line of JSON'] as const
const jsonLines = ['--json', 'as JSON lines: a line for each, none where there is none'] as const
const phase = ['[phase]', 'one phase of it (default: all)'] as const
const attempt = ['--attempt <number>', 'one attempt of the phase', positiveInteger] as const

/** Commands that only read. */
export function addReading(program: Command, perform: Perform): void {
  program.commandsGroup('Look:')
  withLocation(program.command('runs').description('list the runs of a repository, newest first'))
    .option(...jsonLines)
    .action(perform(async () => (await import('../commands/runs.ts')).runs))
  withLocation(program.command('show').description('draw a run: phases, verdicts, cost, what to do next').argument(...runArgument))
    .option(...json)
    .action(perform(async () => (await import('../commands/show.ts')).show))
  withLocation(program.command('diff').description('the change of a run or of a phase, refused ones included').argument(...runArgument).argument(...phase))
    .option(...attempt)
    .action(perform(async () => (await import('../commands/diff.ts')).diff))
  withLocation(program.command('logs').description('what builders, CI and auditors said').argument(...runArgument).argument(...phase))
    .option(...attempt)
    .action(perform(async () => (await import('../commands/logs.ts')).logs))
  withLocation(program.command('issues').description('what was found wrong and kept all the same').argument(...runArgument))
    .option(...jsonLines)
    .action(perform(async () => (await import('../commands/issues.ts')).issues))
  withLocation(program.command('usage').description('tokens, money and time, by role, tier, phase, model, day and run, beside their caps').argument(...runArgument))
    .option('--all', 'all runs of the repository together')
    .option(...json)
    .action(perform(async () => (await import('../commands/usage.ts')).usage))
  withLocation(program.command('explain').description('why calls went to the models they went to').argument('<call>', 'a phase, or one call as `explain` names it').argument(...runArgument))
    .option(...jsonLines)
    .action(perform(async () => (await import('../commands/explain.ts')).explain))
  withLocation(program.command('simulate').description('which models the calls of a run would have gone to under another models.yaml').argument(...runArgument))
    .requiredOption('--models <file>', 'the other models.yaml; required')
    .option('--pricing <file>', 'the pricing.yaml that goes with it (default: the one of the repository)')
    .option(...jsonLines)
    .action(perform(async () => (await import('../commands/simulate.ts')).simulate))
  const quota = program.command('quota').description('what is left of the limits of models.yaml')
  quota
    .command('show', { isDefault: true })
    .description('every limit, its use and its reset')
    .option(...repo)
    .option(...jsonLines)
    .action(perform(async () => (await import('../commands/quota.ts')).quota))
  quota
    .command('adjust')
    .description('count use made elsewhere')
    .argument('<limit>', 'its name in models.yaml')
    .argument('<amount>', 'tokens, requests or US dollars', positiveNumber)
    .option(...repo)
    .option('--note <text>', 'why, kept in the ledger')
    .action(perform(async () => (await import('../commands/quota.ts')).adjust))
  quota
    .command('clear')
    .description('ask a provider again that said to wait, or whose account had no credit')
    .argument('<provider>', 'its name in models.yaml')
    .option(...repo)
    .action(perform(async () => (await import('../commands/quota.ts')).clear))
  quota
    .command('rebuild')
    .description('compute every counter anew from what is written down, and say which were wrong')
    .option(...repo)
    .action(perform(async () => (await import('../commands/quota.ts')).rebuild))
}
