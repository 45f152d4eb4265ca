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
    'Data goes to stdout, progress to stderr; nothing is ever asked, and without a terminal there is no colour. The run may be left out where it can only be one. Every command about a repository takes `--repo <dir>` (default: the one of the current folder), and where runs are involved `--state <dir>` (default: `autopack/` inside the git directory). `--json` is one JSON value a line: commands that list have a line for each, and none where there is none. Models and prices are those of `.autopack/models.yaml` and `.autopack/pricing.yaml`, of what is shipped where these are missing. `--debug` prints the stack of an unexpected error.',
    ...[...groups].flatMap(([group, commands]) => [`## ${group}`, ...commands.flatMap(sections)]),
    '## Folders',
    folders,
    '## Exit codes',
    table(['code', 'meaning'], Object.entries(exitCodes)),
    '',
  ].join('\n\n').trimEnd() + '\n'
}

const folders = `Nothing of yours is written to but the branch that \`promote\` moves, and \`.autopack/\` by \`init\`. What is written elsewhere:

| where | what | removed by |
| --- | --- | --- |
| \`autopack/\` in the git directory, or \`--state\` | journals, evidence and baselines of the runs | \`gc\`: evidence no receipt names, of runs long over; the folder by you, when no run in it matters any more |
| branches, tags and refs below \`autopack/\` | results and snapshots of the runs | \`gc\`: candidates of runs that are over; the rest by you |
| \`~/.cache/autopack/\` (or in \`XDG_CACHE_HOME\`) | a folder a repository with throwaway checkouts and prepared dependencies; the compiled command | \`gc\`, in the repository: checkouts of runs that are over; \`gc\`, anywhere: the folder of a repository that is gone, thirty days (\`--keep-days\`) after it was last used; all of it by you, at any time when nothing runs or waits |
| \`~/.local/state/autopack/\` (or in \`XDG_STATE_HOME\`) | the ledger: what was used of quotas, for all repositories | \`gc\`: single calls older than 90 days; without the folder, what was used is forgotten |`

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
