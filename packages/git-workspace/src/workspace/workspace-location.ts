import { AutopackError, type RepositoryIdentity } from '@autopack/contracts'
import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'

/** The folder's real path, whether it is there or not; refuses one inside a git directory or the user's tree. */
export function workspaceLocation(directory: string, { root, commonDirectory }: RepositoryIdentity): string {
  const real = realPlace(directory)
  const gitDirectory = ancestors(real).find(isGitDirectory)
  if (gitDirectory !== undefined) throw misplaced(directory, `it lies in the git directory ${gitDirectory}, which test runners ignore`)
  for (const tree of [root, commonDirectory, ...mainTree(commonDirectory)]) {
    if (isInside(real, realpathSync.native(tree))) throw misplaced(directory, `it lies in ${tree}, which is the user's`)
  }
  return real
}

/** Where a folder is or would be, links resolved. */
function realPlace(path: string): string {
  return existsSync(path) ? realpathSync.native(path) : join(realPlace(dirname(path)), basename(path))
}

function mainTree(commonDirectory: string): readonly string[] {
  return basename(commonDirectory) === '.git' ? [dirname(commonDirectory)] : []
}

function ancestors(path: string): readonly string[] {
  const parent = dirname(path)
  return parent === path ? [path] : [path, ...ancestors(parent)]
}

function isGitDirectory(path: string): boolean {
  return basename(path) === '.git' || ['HEAD', 'objects', 'refs'].every((part) => existsSync(join(path, part)))
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`))
}

function misplaced(directory: string, because: string): AutopackError {
  return new AutopackError({
    code: 'AUTOPACK_WORKSPACE_LOCATION',
    message: `checkouts cannot be in ${directory}: ${because}; choose a folder outside of every repository`,
    details: { directory },
  })
}
