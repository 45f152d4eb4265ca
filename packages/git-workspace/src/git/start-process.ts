import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { Stream } from 'node:stream'
import { createStandingProcess, ProcessEnded, type StandingProcess } from './standing-process.ts'

export interface ProcessStart {
  readonly program: string
  readonly argv: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

export function startProcess(start: ProcessStart): StandingProcess {
  try {
    const child: ChildProcess = spawn(start.program, start.argv, { cwd: start.cwd, env: start.env, stdio: 'pipe' })
    return hasPipes(child) ? createStandingProcess(child) : notStarted(new Promise((resolve) => child.once('error', resolve)))
  } catch (cause) {
    return notStarted(Promise.resolve(cause))
  }
}

/** Where the system has no pipe or no process left, Node gives a child without pipes, says why a moment later, or throws at once. */
function hasPipes(child: ChildProcess): child is ChildProcessWithoutNullStreams {
  return [child.stdin, child.stdout, child.stderr].every((pipe) => pipe instanceof Stream)
}

function notStarted(cause: Promise<unknown>): StandingProcess {
  const ask = async (): Promise<never> => {
    throw new ProcessEnded(null, '', await cause)
  }
  return { alive: () => false, ask, retire: () => undefined, end: async () => undefined, gone: cause }
}
