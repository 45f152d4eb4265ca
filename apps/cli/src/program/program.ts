import { Command } from 'commander'
import { version } from '../version.ts'
import { adviseOnMisuse } from './advice.ts'
import { addDecisions } from './decisions.ts'
import { addExecution } from './execution.ts'
import { addHousekeeping } from './housekeeping.ts'
import type { Perform } from './perform.ts'
import { addReading } from './reading.ts'

export interface ProgramOptions {
  /** Help and the like, for stdout. */
  readonly write: (text: string) => void
  /** What is wrong with the arguments, for stderr. */
  readonly complain: (text: string) => void
  readonly perform: Perform
}

/** Every command, argument and option there is. Bodies are loaded by `perform` when their command is asked for. */
export function createProgram({ write, complain, perform }: ProgramOptions): Command {
  const program = new Command('autopack')
    .description('Builds a plan on a git repository without a person at the keyboard, and governs every change.')
    .version(version())
    .option('--debug', 'print the stack of an unexpected error')
    .configureOutput({ writeOut: write, writeErr: complain })
    .exitOverride()
  addExecution(program, perform)
  addReading(program, perform)
  addDecisions(program, perform)
  addHousekeeping(program, perform)
  adviseOnMisuse(program)
  return program
}
