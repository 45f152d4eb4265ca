import { records } from '../git/git.ts'
import type { RepositoryScope } from './repository-scope.ts'

/** The `.gitignore` line that keeps a path out of every change, as `file:line:pattern`; a tracked path is never ignored. */
export async function ignoredBy(scope: RepositoryScope, path: string): Promise<string | null> {
  const { stdout } = await scope.worktree({ args: ['check-ignore', '--verbose', '-z', '--stdin'], stdin: `${path}\0`, accept: [0, 1] })
  const [source = '', line = '', pattern = ''] = records(stdout)
  const fromIgnoreFile = source === '.gitignore' || source.endsWith('/.gitignore')
  return fromIgnoreFile && !pattern.startsWith('!') ? `${source}:${line}:${pattern}` : null
}
