import type { TreeEdit } from '@autopack/contracts'
import { gitFailure } from '../git/git-failure.ts'

const fileModes: ReadonlySet<string> = new Set(['100644', '100755', '120000', '160000'])

/** Refuses what git lets into no index: paths that lead elsewhere or into a git directory, modes and ids that are none. */
export function refuseOddEdits(edits: readonly TreeEdit[]): void {
  for (const { path, after } of edits) {
    if (path.includes('\0') || path.split('/').some(isOddName)) throw refusal(`invalid path '${path}'`)
    if (after !== null && !fileModes.has(after.mode)) throw refusal(`invalid mode ${after.mode} of '${path}'`)
    if (after !== null && !/^[0-9a-f]+$/.test(after.blob)) throw refusal(`invalid id ${after.blob} of '${path}'`)
  }
}

/** Also the spellings that file systems of other hosts read as `.git`. */
function isOddName(name: string): boolean {
  return name === '' || name === '.' || name === '..' || /^(?:\.git|git~1)[ .]*(?::.*)?$/is.test(name)
}

function refusal(because: string): Error {
  return gitFailure({ argv: ['mktree'], exitCode: 0, stderr: because })
}
