import type { Git, GitAnswer, GitCall } from '../git/git.ts'
import type { RepositoryLocation } from './locate-repository.ts'

type ScopedCall = Omit<GitCall, 'cwd'>

/** Git on one repository, aimed by variables rather than by discovery. */
export interface RepositoryScope {
  readonly location: RepositoryLocation
  /** Objects and refs only: runs in the common git directory, so that no attributes of a working tree apply. */
  objects(call: ScopedCall): Promise<GitAnswer>
  /** The user's working tree, index and HEAD. */
  worktree(call: ScopedCall): Promise<GitAnswer>
}

export function createRepositoryScope(git: Git, location: RepositoryLocation): RepositoryScope {
  const { root, gitDirectory, commonDirectory } = location
  return {
    location,
    objects: (call) => git({ ...call, cwd: commonDirectory, env: { GIT_DIR: commonDirectory, GIT_WORK_TREE: commonDirectory, ...call.env } }),
    worktree: (call) => git({ ...call, cwd: root, env: { GIT_DIR: gitDirectory, GIT_WORK_TREE: root, ...call.env } }),
  }
}
