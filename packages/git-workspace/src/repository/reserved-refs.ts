import type { RepositoryFinding } from '@autopack/contracts'
import { existsSync } from 'node:fs'
import { lines } from '../git/git.ts'
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
  const { stdout } = await scope.objects({ args: ['for-each-ref', '--format=%(refname) %(worktreepath)', 'refs/heads/autopack', 'refs/tags/autopack'] })
  return lines(stdout).flatMap((line) => {
    const space = line.indexOf(' ')
    return obstacle(line.slice(0, space), line.slice(space + 1))
  })
}

function obstacle(ref: string, worktree: string): readonly RepositoryFinding[] {
  if (ref === 'refs/heads/autopack') return [blocking('branch', 'branches', 'git branch -m autopack autopack-mine')]
  if (ref === 'refs/tags/autopack') return [blocking('tag', 'tags', 'git tag autopack-mine autopack && git tag -d autopack')]
  return ref.startsWith('refs/heads/') && existsSync(worktree) ? [checkedOut(ref.slice('refs/heads/'.length), worktree)] : []
}

function blocking(kind: 'branch' | 'tag', plural: string, remedy: string): RepositoryFinding {
  return { name: 'autopack-branch', message: `the ${kind} autopack leaves no room for ${plural} autopack/<run>; rename it: ${remedy}` }
}

function checkedOut(branch: string, worktree: string): RepositoryFinding {
  const message = `${branch} is checked out in ${worktree}; Autopack moves its branches, so switch to one of yours first: git -C ${worktree} switch -`
  return { name: 'autopack-checked-out', message }
}
