import type { Command } from 'commander'
import { runArgument, withLocation } from './locations.ts'
import type { Perform } from './perform.ts'
import { modelOfRole, positiveInteger, positiveNumber } from './values.ts'

const json = ['--json', 'events of the journal as JSON lines on stdout, the last line says how it stopped'] as const
const wait = ['--wait', 'stay while an approval, an answer or a quota is awaited, instead of ending with 3 or 7'] as const

/** Commands that make a run go on. */
export function addExecution(program: Command, perform: Perform): void {
  program.commandsGroup('Build:')
  withLocation(program.command('run').description('build a plan').argument('<plan>', 'the plan file, YAML or JSON'))
    .option('--run-id <name>', 'name of the run (default: a new one)')
    .option('--max-usd <amount>', 'most US dollars the run may cost', positiveNumber)
    .option('--max-tokens <count>', 'most tokens the run may use', positiveInteger)
    .option('--model <role=model>', 'ask this model of models.yaml first, in every phase; once for each role', modelOfRole)
    .option('--dry-run', 'print plan, policy verdicts and price range; write nothing')
    .option(...wait)
    .option(...json)
    .action(perform(async () => (await import('../commands/run.ts')).run))
  withLocation(program.command('resume').description('go on with a run that was stopped, paused or waiting').argument(...runArgument))
    .option('--due', 'go on with every run whose wait for a quota is over, and with no other: for a timer')
    .option(...wait)
    .option(...json)
    .action(perform(async () => (await import('../commands/resume.ts')).resume))
  withLocation(program.command('retry').description('build what a run did not complete, as a new run from its last good snapshot: the plan as it was frozen, with the flags of then and the configuration of now; a mended plan is a new `autopack run`').argument(...runArgument))
    .option('--run-id <name>', 'name of the new run')
    .option(...wait)
    .option(...json)
    .action(perform(async () => (await import('../commands/retry.ts')).retry))
  withLocation(program.command('watch').description('follow a run until it stops').argument(...runArgument))
    .option(...json)
    .action(perform(async () => (await import('../commands/watch.ts')).watch))
}
