import { createGit, type GitAnswer, type GitCall, type GitProgram } from '../git/git.ts'
import { createStandingGit, type StandingCall, type StandingGit } from '../git/standing-git.ts'
import type { RepositoryLocation } from './locate-repository.ts'

type ScopedCall = Omit<GitCall, 'cwd'>

/** Git on one repository, aimed by variables rather than by discovery. */
export interface RepositoryScope {
  readonly location: RepositoryLocation
  /** Objects and refs only: runs in the common git directory, so that no attributes of a working tree apply. */
  objects(call: ScopedCall): Promise<GitAnswer>
  /** The user's working tree, index and HEAD. */
  worktree(call: ScopedCall): Promise<GitAnswer>
  /** As `objects`, for a command that stays and answers many requests. Started with the first of them. */
  standing(call: Pick<StandingCall, 'args'> & { readonly env?: Readonly<Record<string, string>> }): StandingGit
  /** Ends all commands that stay. */
  close(): Promise<void>
}

export function createRepositoryScope(program: GitProgram, location: RepositoryLocation): RepositoryScope {
  const { root, gitDirectory, commonDirectory } = location
  const git = createGit(program)
  const aimed = { GIT_DIR: commonDirectory, GIT_WORK_TREE: commonDirectory }
  const staying: StandingGit[] = []
  return {
    location,
    objects: (call) => git({ ...call, cwd: commonDirectory, env: { ...aimed, ...call.env } }),
    worktree: (call) => git({ ...call, cwd: root, env: { GIT_DIR: gitDirectory, GIT_WORK_TREE: root, ...call.env } }),
    standing: (call) => {
      const made = createStandingGit(program, { ...call, cwd: commonDirectory, env: { ...aimed, ...call.env } })
      staying.push(made)
      return made
    },
    close: async () => void (await Promise.all(staying.map((git) => git.close()))),
  }
}
