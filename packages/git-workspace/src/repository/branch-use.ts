import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { lines } from '../git/git.ts'
import type { RepositoryScope } from './repository-scope.ts'

interface Worktree {
  readonly path: string
  /** The one whose git directory is the repository's own. */
  readonly isMain: boolean
  /** Full name of the branch checked out there; null when detached. */
  readonly branch: string | null
}

/** What somebody is doing with a branch in a working tree; a rebase puts its result there, a bisect goes back to it. */
export interface BranchUse {
  readonly worktree: string
  readonly doing: 'checkout' | 'rebase' | 'bisect'
}

/** Who would be surprised if this branch were moved; null when nobody. Working trees whose folder is gone count for nothing. */
export async function findBranchUse(scope: Pick<RepositoryScope, 'location' | 'objects'>, ref: string): Promise<BranchUse | null> {
  const worktrees = await listWorktrees(scope)
  const begun = await Promise.all(worktrees.map(async ({ path, isMain }) => begunIn(path, isMain ? scope.location.commonDirectory : await gitDirectoryOf(path), ref)))
  const holder = worktrees.find(({ branch }) => branch === ref)
  return begun.find((use) => use !== null) ?? (holder === undefined ? null : { worktree: holder.path, doing: 'checkout' })
}

/** The user's working trees; git names the main one first. */
async function listWorktrees(scope: Pick<RepositoryScope, 'objects'>): Promise<readonly Worktree[]> {
  const { stdout } = await scope.objects({ args: ['worktree', 'list', '--porcelain'] })
  const worktrees: { path: string; isMain: boolean; branch: string | null }[] = []
  for (const line of lines(stdout)) {
    const current = worktrees.at(-1)
    if (line.startsWith('worktree ')) worktrees.push({ path: line.slice('worktree '.length), isMain: worktrees.length === 0, branch: null })
    else if (line.startsWith('branch ') && current !== undefined) current.branch = line.slice('branch '.length)
    else if (line.startsWith('prunable')) worktrees.pop()
  }
  return worktrees.filter(({ path }) => existsSync(path))
}

async function begunIn(worktree: string, directory: string, ref: string): Promise<BranchUse | null> {
  const says = async (file: string): Promise<boolean> => {
    const text = await readFile(join(directory, file), 'utf8').catch(() => '')
    return text.split('\n').some((line) => line === ref || `refs/heads/${line}` === ref)
  }
  const rebased = await Promise.all(['rebase-merge/head-name', 'rebase-merge/update-refs', 'rebase-apply/head-name'].map(says))
  if (rebased.includes(true)) return { worktree, doing: 'rebase' }
  return (await says('BISECT_START')) ? { worktree, doing: 'bisect' } : null
}

/** As its `.git` says; a folder that says nothing has none of the files that are looked for. */
async function gitDirectoryOf(path: string): Promise<string> {
  const text = await readFile(join(path, '.git'), 'utf8').catch(() => '')
  return text.startsWith('gitdir: ') ? resolve(path, text.slice('gitdir: '.length).trim()) : join(path, '.git')
}
