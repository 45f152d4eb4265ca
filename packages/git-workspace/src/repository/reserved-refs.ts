import type { RepositoryFinding } from '@autopack/contracts'
import { existsSync } from 'node:fs'
import { lines } from '../git/git.ts'
import { inUse } from './obstacle.ts'
import type { RepositoryScope } from './repository-scope.ts'

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
  return ref.startsWith('refs/heads/') && existsSync(worktree) ? [{ name: 'autopack-checked-out', message: inUse(ref.slice('refs/heads/'.length), { worktree, doing: 'checkout' }) }] : []
}

function blocking(kind: 'branch' | 'tag', plural: string, remedy: string): RepositoryFinding {
  return { name: 'autopack-branch', message: `the ${kind} autopack leaves no room for ${plural} autopack/<run>; rename it: ${remedy}` }
}
