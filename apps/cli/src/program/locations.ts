import type { Command } from 'commander'

/** The two options that say which runs are meant. */
export function withLocation(command: Command): Command {
  return command
    .option('--repo <dir>', 'the repository (default: the one of the current folder)')
    .option('--state <dir>', 'where the state is kept (default: autopack/ inside the git directory)')
}

export const runArgument = ['[run]', 'name of the run (default: the one it can only be)'] as const
