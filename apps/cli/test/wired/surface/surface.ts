import { commandLineNames } from './command-line.ts'
import { configurationNames } from './configuration.ts'
import { journalNames } from './journal.ts'

/** Everything that exists by name: states, caps, events, exit codes, commands, options and configuration keys, as the code has them. */
export function surface(): ReadonlySet<string> {
  return new Set([...journalNames(), ...commandLineNames(), ...configurationNames()])
}
