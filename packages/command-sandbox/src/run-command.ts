import { randomUUID } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { dirname, isAbsolute } from 'node:path'
import type { CommandOutcome, CommandSpecification } from '@autopack/contracts'
import { commandOutcome } from './command-outcome.ts'
import { commandEnvironment, commandVariable } from './environment/command-environment.ts'
import { createPrivateFolder, type PrivateFolder } from './environment/private-folder.ts'
import { isWithin } from './environment/is-within.ts'
import { realpathOr } from './environment/real-path.ts'
import { searchPath } from './environment/search-path.ts'
import { findExecutable } from './executable/find-executable.ts'
import { findInterpreter } from './executable/interpreter.ts'
import { contain, wrappersOf } from './isolation/contain.ts'
import type { Containment } from './isolation/containment.ts'
import { isInOneOf, programFolders } from './isolation/program-folders.ts'
import type { ProcessTable } from './processes/process-table.ts'
import { supervise } from './processes/supervise.ts'

export interface CommandHost {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly allowEnvironment: readonly string[]
  readonly readable: readonly string[]
  readonly hidden: readonly string[]
  readonly temporary: string
  readonly containment: Containment
  readonly processes: ProcessTable
  readonly graceMs: number
  readonly signal: AbortSignal | undefined
}

/** Resolves the program, runs it contained in a private home, and removes that home again. */
export async function runCommand(command: CommandSpecification, host: CommandHost): Promise<CommandOutcome> {
  // what a command may write must not decide what the next one runs
  const path = searchPath(command.env['PATH'] ?? host.environment['PATH'], command.writable)
  const [name, ...rest] = command.argv
  const program = findExecutable(name, command.cwd, path)
  if (program.kind === 'missing') return { kind: 'not-found', executable: name, message: program.message }
  const interpreter = findInterpreter(program.path, command.cwd, path)
  if (interpreter?.kind === 'missing') return { kind: 'not-found', executable: name, message: interpreter.message }
  const folder = createPrivateFolder(host.temporary)
  try {
    const programs = [program.path, ...(interpreter !== null && mayShow(interpreter.path, program.path, path, command) ? [interpreter.path] : []), process.execPath]
    const hidden = host.hidden.map(realpathOr)
    const named = [...programFolders({ programs, path, writable: command.writable, kept: [...keptPlaces(host), ...hidden] }), ...command.readable]
    const readable = [...named.filter((place) => !hidden.some((folder) => isWithin(realpathOr(place), folder))), ...host.readable]
    return await launch({ command, argv: [program.path, ...rest], path, readable, folder }, host)
  } finally {
    await folder.remove()
  }
}

/** A script that a command may write names its interpreter as it likes: only what lies on the PATH is shown for it. */
function mayShow(interpreter: string, script: string, path: readonly string[], { writable }: CommandSpecification): boolean {
  return !isInOneOf(writable, script) || path.includes(dirname(interpreter))
}

/** Shown for no program's sake: everything, and this user's home. */
function keptPlaces({ environment }: CommandHost): readonly string[] {
  const home = environment['HOME']
  return ['/', ...(home !== undefined && isAbsolute(home) ? [realpathOr(home)] : [])]
}

interface ResolvedCommand {
  readonly command: CommandSpecification
  readonly argv: readonly [string, ...string[]]
  readonly path: readonly string[]
  readonly readable: readonly string[]
  readonly folder: PrivateFolder
}

async function launch({ command, argv, path, readable, folder }: ResolvedCommand, host: CommandHost): Promise<CommandOutcome> {
  const commandId = randomUUID()
  const { network, timeoutMs, outputLimit } = command
  const cwd = realpathSync(command.cwd)
  const env = commandEnvironment({ command, commandId, path, host: host.environment, allow: host.allowEnvironment, home: folder.home, temporary: folder.temporary })
  const ended = await supervise(
    {
      ...contain(host.containment, { argv, env, cwd, network, readable, hidden: host.hidden, writable: [...command.writable, folder.root] }),
      cwd,
      stdin: command.stdin ?? null,
      timeoutMs,
      graceMs: host.graceMs,
      outputLimit,
      find: () => host.processes.find(commandVariable, (id) => id === commandId),
      wrappers: wrappersOf(host.containment),
    },
    host.signal,
  )
  return commandOutcome(ended, argv[0], host.containment)
}
