import { realpathSync } from 'node:fs'
import { inBubblewrap } from './bubblewrap.ts'
import type { Containment } from './containment.ts'
import type { ContainedProcess } from './contained-process.ts'

export interface ContainedCommand {
  readonly argv: readonly [string, ...string[]]
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly readable: readonly string[]
  readonly hidden: readonly string[]
  readonly writable: readonly string[]
  readonly network: boolean
}

/** The process that carries a command out inside its containment. */
export function contain(containment: Containment, command: ContainedCommand): ContainedProcess {
  if (containment.kind === 'bubblewrap') return inBubblewrap({ ...command, ...containment })
  const [program, ...rest] = [...containment.prefix, ...command.argv]
  return { argv: program === undefined ? command.argv : [program, ...rest], env: command.env, inputs: [] }
}

/** Real paths of the programs that stay around a contained command, as the process table names them. */
export function wrappersOf(containment: Containment): ReadonlySet<string> {
  if (containment.kind === 'process-group') return new Set()
  const programs = containment.kind === 'bubblewrap' ? [containment.program] : containment.prefix.filter((word) => /\/(unshare|timeout)$/.test(word))
  return new Set(programs.map((program) => realpathSync(program)))
}
