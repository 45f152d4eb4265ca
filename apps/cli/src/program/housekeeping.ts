import { type Command, Argument } from 'commander'
import type { SchemaName } from '@autopack/strategy-engine'
import { withLocation } from './locations.ts'
import type { Perform } from './perform.ts'
import { days } from './values.ts'

/** Commands around the runs. */
export function addHousekeeping(program: Command, perform: Perform): void {
  program.commandsGroup('Set up:')
  program
    .command('init')
    .description('write .autopack/config.yaml and an example plan; overwrites nothing')
    .option('--repo <dir>', 'the repository (default: the one of the current folder)')
    .action(perform(async () => (await import('../commands/init.ts')).init))
  withLocation(program.command('check').description('whether this machine and repository can build, and what is missing')).action(perform(async () => (await import('../commands/check.ts')).check))
  withLocation(program.command('gc').description('remove checkouts, refs, artifacts and records of old calls that nothing needs any more'))
    .option('--dry-run', 'only tell')
    .option('--keep-days <days>', 'how long runs that have ended keep logs, prompts and answers; what receipts name stays anyway (default: 30)', days)
    .action(perform(async () => (await import('../commands/gc.ts')).gc))
  program.command('demo').description('see it work: a small plan with scripted models, no key, no network').action(perform(async () => (await import('../demo/demo.ts')).demo))
  addConfig(program.command('config').description('look at the configuration'), perform)
  program
    .command('completion')
    .description('print the completion script of a shell')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .action(perform(async () => (await import('../commands/completion.ts')).completion))
}

const schemas: readonly SchemaName[] = ['plan', 'project-config', 'models', 'pricing', 'strategy', 'policy']

function addConfig(config: Command, perform: Perform): void {
  const repo = ['--repo <dir>', 'the repository (default: the one of the current folder)'] as const
  config
    .command('validate')
    .description('check every configuration file, and a plan if one is given')
    .argument('[plan]', 'a plan file')
    .option(...repo)
    .action(perform(async () => (await import('../commands/config-validate.ts')).configValidate))
  config
    .command('schema')
    .description('print a JSON Schema for an editor')
    .addArgument(new Argument('<file>').choices(schemas))
    .action(perform(async () => (await import('../commands/config-schema.ts')).configSchema))
  config
    .command('explain')
    .description('say which layer gave a value, and where it is written')
    .argument('[key]', 'budget.usd, for instance (default: all)')
    .option('--plan <file>', 'a plan to take into account')
    .option(...repo)
    .action(perform(async () => (await import('../commands/config-explain.ts')).configExplain))
}
