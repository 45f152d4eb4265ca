import { statSync } from 'node:fs'
import { join } from 'node:path'
import { createGit, type GitAnswer, type GitCall, type GitProgram } from '../git/git.ts'
import { createStandingGit, type StandingCall, type StandingGit } from '../git/standing-git.ts'
import type { RepositoryLocation } from './locate-repository.ts'

type ScopedCall = Omit<GitCall, 'cwd'>

interface Standing extends Pick<StandingCall, 'args' | 'once'> {
  readonly env?: Readonly<Record<string, string>>
  /** Whether every change needs it, so that it may be started ahead. */
  readonly always?: boolean
}

/** Git on one repository, aimed by variables rather than by discovery. */
export interface RepositoryScope {
  readonly location: RepositoryLocation
  /** Objects and refs only: runs in the common git directory, so that no attributes of a working tree apply. */
  objects(call: ScopedCall): Promise<GitAnswer>
  /** The user's working tree, index and HEAD. */
  worktree(call: ScopedCall): Promise<GitAnswer>
  /** As `objects`, for a command that stays and answers many requests. Started with the first of them. */
  standing(call: Standing): StandingGit
  /** Starts those that every change needs. */
  load(): void
  /** Ends all commands that stay. */
  close(): Promise<void>
}

export function createRepositoryScope(program: GitProgram, location: RepositoryLocation): RepositoryScope {
  const { root, gitDirectory, commonDirectory } = location
  const git = createGit(program)
  const aimed = { GIT_DIR: commonDirectory, GIT_WORK_TREE: commonDirectory }
  // git takes objects for stored, and refs for good, by the packs that it saw first: `git gc` must not deceive one that stays
  const packs = (): unknown => statSync(join(commonDirectory, 'objects', 'pack'), { bigint: true, throwIfNoEntry: false })?.mtimeNs
  const staying: { readonly git: StandingGit; readonly always: boolean }[] = []
  return {
    location,
    objects: (call) => git({ ...call, cwd: commonDirectory, env: { ...aimed, ...call.env } }),
    worktree: (call) => git({ ...call, cwd: root, env: { GIT_DIR: gitDirectory, GIT_WORK_TREE: root, ...call.env } }),
    standing: ({ args, env, once = false, always = false }) => {
      const made = createStandingGit(program, { args, cwd: commonDirectory, env: { ...aimed, ...env }, knows: packs, once })
      staying.push({ git: made, always })
      return made
    },
    load: () => {
      for (const { git: needed, always } of staying) if (always) needed.start()
    },
    close: async () => void (await Promise.all(staying.map((ending) => ending.git.close()))),
  }
}
