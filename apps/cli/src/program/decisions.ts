import type { Command } from 'commander'
import { runArgument, withLocation } from './locations.ts'
import type { Perform } from './perform.ts'

const approval = ['[approval]', 'the approval (default: the only one that waits)'] as const
const note = ['--note <text>', 'why, kept in the journal'] as const

/** Commands by which a person steers a run, from any process. */
export function addDecisions(program: Command, perform: Perform): void {
  program.commandsGroup('Decide:')
  withLocation(program.command('approve').description('let a waiting change pass').argument(...runArgument).argument(...approval))
    .option(...note)
    .action(perform(async () => (await import('../commands/decide.ts')).approve))
  withLocation(program.command('reject').description('refuse a waiting change').argument(...runArgument).argument(...approval))
    .option(...note)
    .action(perform(async () => (await import('../commands/decide.ts')).reject))
  withLocation(program.command('pause').description('stop a run at its next step; resume goes on').argument(...runArgument)).action(perform(async () => (await import('../commands/pause.ts')).pause))
  withLocation(program.command('cancel').description('end a run for good').argument(...runArgument))
    .option(...note)
    .action(perform(async () => (await import('../commands/cancel.ts')).cancel))
  withLocation(program.command('promote').description('move a branch of yours forward to the result of a run').argument(...runArgument))
    .option('--target <branch>', 'the branch (default: the one the run started from)')
    .action(perform(async () => (await import('../commands/promote.ts')).promote))
  withLocation(program.command('rollback').description('take the newest phases off the branch of a run').argument(...runArgument).argument('[phase]', 'down to and including this one (default: only the newest)')).action(
    perform(async () => (await import('../commands/rollback.ts')).rollback),
  )
}
