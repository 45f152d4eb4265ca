import type { Git, GitAnswer, GitCall } from '../git/git.ts'
import type { RepositoryLocation } from '../repository/locate-repository.ts'
import type { WorkspaceLayout } from './workspace-layout.ts'

/** Git on one checkout through the engine's git directory and index; what the builder did to `.git` is never read. */
export type CheckoutScope = (call: Omit<GitCall, 'cwd'>) => Promise<GitAnswer>

/** Odd names are let into trees, so that they are seen and refused by name; bytes stay as they are; many files are written by as many processes as there are processors. */
const pinned = ['core.protectHFS=false', 'core.protectNTFS=false', 'core.autocrlf=false', 'core.safecrlf=false', 'core.fileMode=true', 'core.splitIndex=false', 'index.version=2', 'checkout.workers=0'].flatMap((setting) => ['-c', setting])

export function createCheckoutScope(git: Git, location: RepositoryLocation, layout: WorkspaceLayout, name: string): CheckoutScope {
  const path = layout.checkout(name)
  const env = {
    GIT_DIR: layout.gitDirectory,
    GIT_WORK_TREE: path,
    GIT_INDEX_FILE: layout.index(name),
    GIT_OBJECT_DIRECTORY: `${location.commonDirectory}/objects`,
  }
  const excludes = `core.excludesFile=${layout.excludes(name)}`
  return (call) => git({ ...call, args: [...pinned, '-c', excludes, ...call.args], cwd: path, env: { ...env, ...call.env } })
}
