import type { ByteReader } from './byte-reader.ts'
import { failure, type GitProgram } from './git.ts'
import { gitEnvironment, pinnedConfiguration } from './git-environment.ts'
import { ProcessEnded, type StandingProcess } from './standing-process.ts'
import { startProcess } from './start-process.ts'

export interface StandingCall {
  /** Subcommand and arguments of a git that reads requests from its input and answers each at once. */
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** What a process knows from its start alone: once this has another value, another process is asked. */
  readonly knows?: () => unknown
  /** A request may not be made twice: that its process died over it is for the caller to judge. Default: false. */
  readonly once?: boolean
}

/**
 * A git command that is started once and asked many times, ended after half a minute without a request and started again by the next.
 * Requests are answered in their order. One whose process died, of no fault of its own, is made again of a new process, once.
 */
export interface StandingGit {
  /** Writes a request and reads its answer to the end. Throws what `Git` throws. */
  ask<T>(request: string | Uint8Array, read: (output: ByteReader) => Promise<T>): Promise<T>
  /** Starts the process, so that the first request need not wait for that. */
  start(): void
  /** Ends all processes that there are and resolves when they are gone; nothing may be asked afterwards. */
  close(): Promise<void>
}

export function createStandingGit({ git, env: given }: GitProgram, { args, cwd, env, knows = () => null, once = false }: StandingCall): StandingGit {
  const argv = [...pinnedConfiguration, ...args]
  const start = { program: git, argv, cwd, env: { ...gitEnvironment(given), ...env } }
  const processes = new Set<StandingProcess>()
  let latest: { readonly process: StandingProcess; readonly knowing: unknown } | null = null
  let closed = false
  const living = (): StandingProcess => {
    if (closed) throw new ProcessEnded(null, 'the repository is closed', undefined)
    const knowing = knows()
    if (latest?.knowing !== knowing) latest?.process.retire()
    if (latest?.process.alive() === true) return latest.process
    const process = startProcess(start)
    processes.add(process)
    void process.gone.then(() => processes.delete(process))
    latest = { process, knowing }
    return process
  }

  const ask: StandingGit['ask'] = async (request, read) => {
    try {
      return await living().ask(request, read)
    } catch (error) {
      // git’s own no stays a no
      if (once || closed || !(error instanceof ProcessEnded) || (error.exitCode ?? 0) !== 0) throw error
      return living().ask(request, read)
    }
  }

  return {
    ask: (request, read) =>
      ask(request, read).catch(async (error: unknown) => {
        if (!(error instanceof ProcessEnded)) throw error
        throw await failure({ argv, exitCode: error.exitCode, stderr: error.stderr, cause: error.cause }, cwd, git)
      }),
    start: () => {
      if (!closed) living()
    },
    close: async () => {
      closed = true
      await Promise.all([...processes].map((process) => process.end()))
    },
  }
}
