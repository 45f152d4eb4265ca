import type { Command } from 'commander'

/** After a wrong use each command says what is allowed. */
export function adviseOnMisuse(command: Command): void {
  command.showHelpAfterError(command.commands.length > 0 ? allowedCommands(command) : allowedOptions(command))
  for (const child of command.commands) adviseOnMisuse(child)
}

function allowedCommands(command: Command): string {
  return `allowed: ${command.commands.map((child) => child.name()).join(', ')}`
}

function allowedOptions(command: Command): string {
  const usage = [...command.registeredArguments].map((argument) => (argument.required ? `<${argument.name()}>` : `[${argument.name()}]`))
  return `allowed: ${[pathOf(command), ...usage, ...required(command), ...optional(command)].join(' ')}`
}

/** Options that must be given, as they are written. */
export function required(command: Command): readonly string[] {
  return command.options.filter(({ mandatory }) => mandatory).map(({ flags }) => flags)
}

function optional(command: Command): readonly string[] {
  return command.options.filter(({ mandatory }) => !mandatory).map(({ flags }) => `[${flags}]`)
}

/** `autopack config explain`. */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`
}
