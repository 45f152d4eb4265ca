import type { Command } from 'commander'
import { runArgument, withLocation } from './locations.ts'
import type { Perform } from './perform.ts'
import { positiveInteger } from './values.ts'

const json = ['--json', 'as JSON'] as const
const phase = ['[phase]', 'one phase of it (default: all)'] as const
const attempt = ['--attempt <number>', 'one attempt of the phase', positiveInteger] as const

/** Commands that only read. */
export function addReading(program: Command, perform: Perform): void {
  program.commandsGroup('Look:')
  withLocation(program.command('runs').description('list the runs of a repository, newest first'))
    .option(...json)
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
    .option(...json)
    .action(perform(async () => (await import('../commands/issues.ts')).issues))
  withLocation(program.command('usage').description('tokens, money and time, by role, phase and model').argument(...runArgument))
    .option(...json)
    .action(perform(async () => (await import('../commands/usage.ts')).usage))
}
