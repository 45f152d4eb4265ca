import type { ObjectId, TreeChange } from '@autopack/contracts'
import { records } from '../git/git.ts'
import type { RepositoryScope } from './repository-scope.ts'

/** Nothing that a repository or a user configures changes what a difference is. */
export const canonical: readonly string[] = ['--no-renames', '--ignore-submodules=none', '--no-ext-diff', '--no-textconv', '--no-color']

/** Raw difference of two trees or commits. */
export async function treeChanges(scope: RepositoryScope, from: ObjectId, to: ObjectId): Promise<readonly TreeChange[]> {
  const { stdout } = await scope.objects({ args: ['diff-tree', '-r', '-z', '--raw', '--no-abbrev', ...canonical, from, to] })
  const parts = records(stdout)
  return parts.flatMap((header, index) => (index % 2 === 0 ? [changeOf(header, parts[index + 1] ?? '')] : []))
}

/** `:100644 100644 <blob> <blob> M`; a side that is absent has mode 000000. */
function changeOf(header: string, path: string): TreeChange {
  const [beforeMode = '', afterMode = '', beforeBlob = '', afterBlob = ''] = header.slice(1).split(' ')
  const side = (mode: string, blob: string): TreeChange['before'] => (mode === '000000' ? null : { mode, blob })
  return { path, before: side(beforeMode, beforeBlob), after: side(afterMode, afterBlob) }
}
