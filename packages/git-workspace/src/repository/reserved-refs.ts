import type { RepositoryFinding } from '@autopack/contracts'
import { lines } from '../git/git.ts'
import { readRefs } from './refs.ts'
import type { RepositoryScope } from './repository-scope.ts'

export interface LinkedWorktree {
  readonly path: string
  /** Full name of the branch checked out there; null when detached. */
  readonly branch: string | null
}

/** The user's working trees, the main one first; those whose folder is gone are left out. */
export async function listWorktrees(scope: RepositoryScope): Promise<readonly LinkedWorktree[]> {
  const { stdout } = await scope.objects({ args: ['worktree', 'list', '--porcelain'] })
  const worktrees: { path: string; branch: string | null }[] = []
  for (const line of lines(stdout)) {
    const current = worktrees.at(-1)
    if (line.startsWith('worktree ')) worktrees.push({ path: line.slice('worktree '.length), branch: null })
    else if (line.startsWith('branch ') && current !== undefined) current.branch = line.slice('branch '.length)
    else if (line.startsWith('prunable')) worktrees.pop()
  }
  return worktrees
}

/** Where the user stands in the way of Autopack's own refs, or on one of them. */
export async function findReservedRefs(scope: RepositoryScope): Promise<readonly RepositoryFinding[]> {
  const [blocking, worktrees] = await Promise.all([blockingRefs(scope), listWorktrees(scope)])
  const standing = worktrees.filter(({ branch }) => branch?.startsWith('refs/heads/autopack/') === true)
  return [
    ...blocking.map((ref): RepositoryFinding => ({
      name: 'autopack-branch',
      message: `the ${ref.kind} autopack leaves no room for ${ref.kind === 'branch' ? 'branches' : 'tags'} autopack/<run>; rename it: ${ref.remedy}`,
    })),
    ...standing.map(({ path, branch }): RepositoryFinding => ({
      name: 'autopack-checked-out',
      message: `${branch?.slice('refs/heads/'.length)} is checked out in ${path}; Autopack moves its branches, so switch to one of yours first: git -C ${path} switch -`,
    })),
  ]
}

interface BlockingRef {
  readonly kind: 'branch' | 'tag'
  readonly remedy: string
}

async function blockingRefs(scope: RepositoryScope): Promise<readonly BlockingRef[]> {
  const [branch = null, tag = null] = await readRefs(scope, ['refs/heads/autopack', 'refs/tags/autopack'])
  return [
    ...(branch === null ? [] : [{ kind: 'branch', remedy: 'git branch -m autopack autopack-mine' } as const]),
    ...(tag === null ? [] : [{ kind: 'tag', remedy: 'git tag autopack-mine autopack && git tag -d autopack' } as const]),
  ]
}
