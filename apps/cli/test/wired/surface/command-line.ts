import type { Command } from 'commander'
import { exitCodes } from '../../../src/exit-codes.ts'
import { pathOf } from '../../../src/program/advice.ts'
import { createProgram } from '../../../src/program/program.ts'

/** Every command with its arguments and options, and every exit code. */
export function commandLineNames(): readonly string[] {
  return [...program().flatMap(partsOf), ...Object.keys(exitCodes).map((code) => `exit ${code}`)]
}

/** The names that one line of arguments uses. */
export function namesInArguments(args: readonly string[]): readonly string[] {
  const commands = program()
  const [root, ...others] = commands
  const used = others.filter((command) => wordsOf(command).every((word, index) => args[index] === word)).at(-1)
  const command = used ?? root
  if (command === undefined) return []
  const options = commands.flatMap((each) => (each === command || each === root ? each.options : [])).filter(({ long }) => args.includes(long ?? ''))
  const given = positionals(args.slice(wordsOf(command).length), command)
  return [nameOf(command), ...options.map(({ long }) => optionName(root?.options.some((option) => option.long === long) === true ? root : command, long)), ...command.registeredArguments.slice(0, given).map((argument) => argumentName(command, argument.name()))]
}

/** The program and every command of it that does something. */
function program(): readonly Command[] {
  const root = createProgram({ write: () => {}, complain: () => {}, perform: () => async () => {} })
  const below = (command: Command): readonly Command[] => (command.commands.length > 0 ? command.commands.flatMap(below) : [command])
  return [root, ...below(root)]
}

function partsOf(command: Command): readonly string[] {
  return [nameOf(command), ...command.registeredArguments.map((argument) => argumentName(command, argument.name())), ...command.options.map(({ long }) => optionName(command, long))]
}

function positionals(args: readonly string[], command: Command): number {
  const taken = args.filter((arg, index) => {
    if (arg.startsWith('--')) return false
    const before = command.options.find(({ long }) => long === args[index - 1])
    return before === undefined || !(before.required || before.optional)
  })
  return taken.length
}

const nameOf = (command: Command): string => `command ${pathOf(command)}`
const argumentName = (command: Command, name: string): string => `argument ${pathOf(command)} [${name}]`
const optionName = (command: Command, long: string | null | undefined): string => `option ${pathOf(command)} ${long ?? ''}`
const wordsOf = (command: Command): readonly string[] => pathOf(command).split(' ').slice(1)
