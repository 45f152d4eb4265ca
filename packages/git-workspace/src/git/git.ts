import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import type { AutopackError } from '@autopack/contracts'
import { isVolumeFull } from './disk-full.ts'
import { gitEnvironment, pinnedConfiguration } from './git-environment.ts'
import { gitFailure, gitMissing, type FailedCall } from './git-failure.ts'

export interface GitCall {
  /** Subcommand and arguments. */
  readonly args: readonly string[]
  /** Absolute folder to run in. */
  readonly cwd: string
  /** Added to the pinned environment. */
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string | Uint8Array
  /** Exit codes that are an answer. Default: 0. */
  readonly accept?: readonly number[]
  /** Milliseconds after which it is ended. Default: five minutes. */
  readonly timeoutMs?: number
}

export interface GitAnswer {
  readonly exitCode: number
  readonly stdout: Buffer
  readonly stderr: string
}

/** Runs one git command to its end. Throws `AUTOPACK_GIT_FAILED`, `AUTOPACK_GIT_MISSING` or `AUTOPACK_DISK_FULL`. */
export type Git = (call: GitCall) => Promise<GitAnswer>

const longestMs = 300_000
const outputLimit = 512 * 1024 * 1024

/** Name or path of git, and where programs are found: `PATH` and `TMPDIR` are read, nothing else. */
export interface GitProgram {
  readonly git: string
  readonly env: Readonly<Record<string, string | undefined>>
}

export function createGit(options: GitProgram): Git {
  const pinned = gitEnvironment(options.env)
  return ({ args, cwd, env, stdin, accept = [0], timeoutMs = longestMs }) =>
    new Promise((resolve, reject) => {
      const argv = [...pinnedConfiguration, ...args]
      const settings = { cwd, env: { ...pinned, ...env }, encoding: 'buffer', maxBuffer: outputLimit, timeout: timeoutMs, killSignal: 'SIGKILL' } as const
      const child = execFile(options.git, argv, settings, (error, stdout, stderr) => {
        const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : null
        const said = stderr.toString('utf8')
        if (exitCode !== null && accept.includes(exitCode)) resolve({ exitCode, stdout, stderr: said })
        else failure({ argv, exitCode, stderr: said, cause: error }, cwd, options.git).then(reject, reject)
      })
      // git may end before it has read everything: its exit code tells
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(stdin)
    })
}

/** What went wrong: no git, no folder to run it in, no room on its volume, or git itself. */
export async function failure(call: FailedCall, cwd: string, git: string): Promise<AutopackError> {
  const { cause } = call
  const notStarted = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  const folder = await stat(cwd).catch(() => null)
  if (notStarted && folder !== null) return gitMissing(git, cause)
  if (folder === null) return gitFailure({ ...call, stderr: `the folder ${cwd} is gone` })
  const stderr = call.stderr === '' && cause instanceof Error ? cause.message : call.stderr
  return gitFailure({ ...call, stderr, volumeFull: await isVolumeFull(cwd) })
}

/** Output split at NUL, the empty end dropped. */
export function records(output: Buffer): readonly string[] {
  const text = output.toString('utf8')
  return text === '' ? [] : text.replace(/\0$/, '').split('\0')
}

/** Output as lines, the empty end dropped. */
export function lines(output: Buffer): readonly string[] {
  const text = output.toString('utf8').replace(/\n$/, '')
  return text === '' ? [] : text.split('\n')
}
