import { AutopackError } from '@autopack/contracts'
import { diskFull, isDiskFull } from './disk-full.ts'

export interface FailedCall {
  readonly argv: readonly string[]
  readonly exitCode: number | null
  readonly stderr: string
  /** The volume it ran on has no room left, which git does not always say. */
  readonly volumeFull?: boolean
  readonly cause?: unknown
}

/** The error for a git command that did not do what it had to; a full disk and a missing git have codes of their own. */
export function gitFailure({ argv, exitCode, stderr, volumeFull, cause }: FailedCall): AutopackError {
  const tail = stderr.trim().slice(-2000)
  const details = { argv, exitCode, stderr: tail }
  if (volumeFull === true || isDiskFull(tail)) return diskFull(`what git ${commandOf(argv)} makes`, cause ?? tail)
  const ended = exitCode === null ? 'did not end by itself' : `ended with ${exitCode}`
  return new AutopackError({ code: 'AUTOPACK_GIT_FAILED', message: `git ${commandOf(argv)} ${ended}: ${tail === '' ? 'it said nothing' : tail}`, details, cause })
}

export function gitMissing(executable: string, cause: unknown): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_GIT_MISSING',
    message: `there is no ${executable} on the PATH; install git 2.31 or newer (https://git-scm.com/downloads)`,
    details: { executable },
    cause,
  })
}

/** The subcommand, without the settings in front of it. */
function commandOf(argv: readonly string[]): string {
  const start = argv.findIndex((argument, index) => !argument.startsWith('-') && argv[index - 1] !== '-c')
  return argv.slice(Math.max(start, 0)).join(' ').slice(0, 300)
}
