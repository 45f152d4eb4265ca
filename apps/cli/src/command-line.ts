import { CommanderError } from 'commander'
import type { ExitCode } from './exit-codes.ts'
import { createProgram } from './program/program.ts'
import { reportFailure } from './report-failure.ts'
import type { Shell } from './shell.ts'

/** Parses the arguments, runs the command and returns what the process is to exit with. Never throws. */
export async function runCommandLine(args: readonly string[], shell: Shell): Promise<ExitCode> {
  let code: ExitCode = 0
  const program = createProgram({
    write: (text) => shell.stdout.write(text),
    complain: (text) => shell.err.print(text.trimEnd().split('\n').map((line) => [line])),
    perform: (load) => async (...given) => {
      const command = await load()
      code = await command(shell, ...given)
    },
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    return reportFailure(error, shell, args.includes('--debug'))
  }
}
