import type { ExitCode } from '../exit-codes.ts'
import type { Shell } from '../shell.ts'

/** A command's body: arguments and options as parsed. */
export type Body<Given extends readonly unknown[]> = (shell: Shell, ...given: Given) => Promise<ExitCode>

/** Loads a command's body only when it is asked for. */
export type Perform = <Given extends readonly unknown[]>(load: () => Promise<Body<Given>>) => (...given: Given) => Promise<void>
