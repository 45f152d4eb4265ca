import { records } from '../git/git.ts'
import type { RepositoryScope } from './repository-scope.ts'

/** The `.gitignore` line that keeps each path out of every change, as `file:line:pattern`; a tracked path is never ignored. */
export async function ignoredBy(scope: RepositoryScope, paths: readonly string[]): Promise<readonly (string | null)[]> {
  if (paths.length === 0) return []
  const { stdout } = await scope.worktree({ args: ['check-ignore', '--verbose', '--non-matching', '-z', '--stdin'], stdin: paths.map((path) => `${path}\0`).join(''), accept: [0, 1] })
  const fields = records(stdout)
  return paths.map((_, index) => ruleOf(fields.slice(4 * index, 4 * index + 3)))
}

function ruleOf([source = '', line = '', pattern = '']: readonly string[]): string | null {
  const fromIgnoreFile = source === '.gitignore' || source.endsWith('/.gitignore')
  return fromIgnoreFile && !pattern.startsWith('!') ? `${source}:${line}:${pattern}` : null
}
