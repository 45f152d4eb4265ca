import type { Command } from 'commander'
import type { ExitCode } from '../exit-codes.ts'
import { createProgram } from '../program/program.ts'
import type { Shell } from '../shell.ts'

/** `autopack completion SHELL`: made from the definitions of the commands. */
export async function completion(shell: Shell, kind: 'bash' | 'zsh' | 'fish'): Promise<ExitCode> {
  const program = createProgram({ write: () => {}, complain: () => {}, perform: () => async () => {} })
  shell.stdout.write(scripts[kind](wordsOf(program)))
  return 0
}

/** What may follow `autopack`, `autopack config` and so on. */
type Words = ReadonlyMap<string, readonly string[]>

function wordsOf(command: Command, path = ''): Words {
  const here = [...command.commands.map((child) => child.name()), ...command.options.flatMap(({ long }) => long ?? [])]
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
  return new Map([[path, [...here, ...choices]], ...command.commands.flatMap((child) => [...wordsOf(child, `${path} ${child.name()}`.trim())])])
}

const scripts = { bash, zsh, fish } as const

function bash(words: Words): string {
  return `# autopack completion for bash: eval "$(autopack completion bash)"
_autopack() {
  local line="\${COMP_WORDS[*]:1:COMP_CWORD-1}" current="\${COMP_WORDS[COMP_CWORD]}" words
  case "$line" in
${cases(words)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _autopack autopack
`
}

function zsh(words: Words): string {
  return `#compdef autopack
# autopack completion for zsh: eval "$(autopack completion zsh)"
_autopack() {
  local line="\${words[2,CURRENT-1]}" words_here
  case "$line" in
${cases(words).replaceAll('words=', 'words_here=')}
  esac
  compadd -- \${=words_here}
  _files
}
compdef _autopack autopack
`
}

/** Longer paths first: the first match wins. */
function cases(words: Words): string {
  return [...words]
    .toSorted(([one], [other]) => other.length - one.length)
    .map(([path, here]) => `    ${path === '' ? '*' : `"${path}"*`}) words="${here.join(' ')}" ;;`)
    .join('\n')
}

function fish(words: Words): string {
  const lines = [...words].flatMap(([path, here]) => here.map((word) => `complete -c autopack -n '${condition(path, words)}' ${word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`}`))
  return `# autopack completion for fish: autopack completion fish | source\n${lines.join('\n')}\n`
}

function condition(path: string, words: Words): string {
  if (path === '') return '__fish_use_subcommand'
  const deeper = [...words.keys()].filter((other) => other.startsWith(`${path} `)).map((other) => other.slice(path.length + 1))
  const seen = path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ')
  return deeper.length === 0 ? seen : `${seen}; and not __fish_seen_subcommand_from ${deeper.join(' ')}`
}
