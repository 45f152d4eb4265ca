import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { pathOf, required } from './advice.ts'
import { createProgram } from './program.ts'

/** docs/cli.md: every command with its arguments and options, and the exit codes. */
export function commandReference(): string {
  const program = createProgram({ write: () => {}, complain: () => {}, perform: () => async () => {} })
  const groups = Map.groupBy(program.commands, (command) => command.helpGroup().replace(/:$/, ''))
  return [
    '# The command line',
    'Data goes to stdout, progress to stderr; nothing is ever asked, and without a terminal there is no colour. The run may be left out where it can only be one. Every command about a repository takes `--repo <dir>` (default: the one of the current folder), and where runs are involved `--state <dir>` (default: `autopack/` inside the git directory). `--debug` prints the stack of an unexpected error.',
    ...[...groups].flatMap(([group, commands]) => [`## ${group}`, ...commands.flatMap(sections)]),
    '## Exit codes',
    table(['code', 'meaning'], Object.entries(exitCodes)),
    '',
  ].join('\n\n').trimEnd() + '\n'
}

/** Said once, at the top. */
const everywhere = ['--repo', '--state']

function sections(command: Command): readonly string[] {
  return command.commands.length > 0 ? command.commands.flatMap(sections) : [section(command)]
}

function section(command: Command): string {
  const usage = [pathOf(command), ...command.registeredArguments.map((argument) => (argument.required ? `<${argument.name()}>` : `[${argument.name()}]`)), ...required(command)].join(' ')
  const rows = [
    ...command.registeredArguments.map((argument) => [code(argument.name()), described(argument.description, argument.argChoices)]),
    ...command.options.filter(({ long }) => !everywhere.includes(long ?? '')).map((option) => [code(option.flags), described(option.description, option.argChoices)]),
  ]
  return [`### \`${usage}\``, sentence(command.description()), ...(rows.length === 0 ? [] : [table(['', ''], rows)])].join('\n\n')
}

function described(description: string, choices: readonly string[] | undefined): string {
  return choices === undefined ? description : [description, choices.map(code).join(', ')].filter((part) => part !== '').join(': ')
}

function code(text: string): string {
  return `\`${text}\``
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n')
}
