import { stat } from 'node:fs/promises'
import { AutopackError } from '@autopack/contracts'
import { lines, type Git } from '../git/git.ts'

export interface RepositoryLocation {
  /** Working tree it was opened in, the user's own or a linked one. */
  readonly root: string
  /** Git directory of that working tree. */
  readonly gitDirectory: string
  readonly commonDirectory: string
  readonly objectFormat: 'sha1' | 'sha256'
}

const questions = ['--path-format=absolute', '--git-common-dir', '--absolute-git-dir', '--show-object-format', '--is-bare-repository', '--is-inside-work-tree', '--show-toplevel']

/** Finds the repository around `path`; refuses what has no working tree. */
export async function locateRepository(git: Git, path: string): Promise<RepositoryLocation> {
  const folder = await stat(path).catch(() => null)
  if (folder === null || !folder.isDirectory()) throw notARepository(path, `${path} is not a folder`)
  const { stdout, stderr } = await git({ args: ['rev-parse', ...questions], cwd: path, accept: [0, 1, 128] })
  const [commonDirectory, gitDirectory, objectFormat, bare, inside, root] = lines(stdout)
  if (commonDirectory === undefined || gitDirectory === undefined) throw notARepository(path, stderr.trim())
  if (commonDirectory.startsWith('--')) throw await tooOld(git, path)
  if (bare === 'true') throw bareRepository(path)
  if (inside !== 'true' || root === undefined) throw notARepository(path, `${path} lies in a git directory, not in a working tree`)
  return { root, gitDirectory, commonDirectory, objectFormat: objectFormat === 'sha256' ? 'sha256' : 'sha1' }
}

function notARepository(path: string, because: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_NOT_A_REPOSITORY',
    message: `${path} is not in a git repository (${because}); to make one: git init && git add -A && git commit -m "first"`,
    details: { path },
  })
}

function bareRepository(path: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_REPOSITORY_BARE',
    message: `${path} is a bare repository, which has no working tree; clone it and run in the clone`,
    details: { path },
  })
}

async function tooOld(git: Git, cwd: string): Promise<AutopackError> {
  const { stdout } = await git({ args: ['version'], cwd })
  return new AutopackError({
    code: 'AUTOPACK_GIT_TOO_OLD',
    message: `${stdout.toString('utf8').trim()} is too old; install git 2.31 or newer`,
    details: { found: stdout.toString('utf8').trim() },
  })
}
