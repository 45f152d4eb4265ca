import type { ByteReader } from './byte-reader.ts'
import { failure, type GitProgram } from './git.ts'
import { gitEnvironment, pinnedConfiguration } from './git-environment.ts'
import { ProcessEnded, startProcess, type StandingProcess } from './standing-process.ts'

export interface StandingCall {
  /** Subcommand and arguments of a git that reads requests from its input and answers each at once. */
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** Milliseconds without a request after which the process is ended; the next one starts another. Default 30,000. */
  readonly idleMs?: number
}

/**
 * A git command that is started once and asked many times. Requests are answered in their order. One whose process died, of no
 * fault of its own, is made again of a new process, once: every request must be one that may be made twice.
 */
export interface StandingGit {
  /** Writes a request and reads its answer to the end. Throws what `Git` throws. */
  ask<T>(request: string | Uint8Array, read: (output: ByteReader) => Promise<T>): Promise<T>
  /** Starts the process, so that the first request need not wait for that. */
  start(): void
  /** Ends the process, if there is one, and resolves when it is gone; nothing may be asked afterwards. */
  close(): Promise<void>
}

export function createStandingGit({ git, env: given }: GitProgram, { args, cwd, env, idleMs = 30_000 }: StandingCall): StandingGit {
  const argv = [...pinnedConfiguration, ...args]
  const start = { program: git, argv, cwd, env: { ...gitEnvironment(given), ...env }, idleMs }
  let latest: StandingProcess | null = null
  let closed = false
  const living = (): StandingProcess => {
    if (closed) throw new ProcessEnded(null, 'the repository is closed', undefined)
    return latest?.alive() === true ? latest : (latest = startProcess(start))
  }

  const ask: StandingGit['ask'] = async (request, read) => {
    try {
      return await living().ask(request, read)
    } catch (error) {
      // git’s own no stays a no
      if (closed || !(error instanceof ProcessEnded) || (error.exitCode ?? 0) !== 0) throw error
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
      await latest?.end()
    },
  }
}
