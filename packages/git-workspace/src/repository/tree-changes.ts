import type { ObjectId, TreeChange } from '@autopack/contracts'
import { records } from '../git/git.ts'
import type { RepositoryScope } from './repository-scope.ts'

const canonical = ['--no-renames', '--ignore-submodules=none', '--no-ext-diff', '--no-textconv', '--no-color']

/** Raw difference of two trees or commits. */
export async function treeChanges(scope: RepositoryScope, from: ObjectId, to: ObjectId): Promise<readonly TreeChange[]> {
  const { stdout } = await scope.objects({ args: ['diff-tree', '-r', '-z', '--raw', '--no-abbrev', ...canonical, from, to] })
  const parts = records(stdout)
  return parts.flatMap((header, index) => (index % 2 === 0 ? [changeOf(header, parts[index + 1] ?? '')] : []))
}

/** The patch a person reads and `git apply` takes. */
export async function patch(scope: RepositoryScope, from: ObjectId, to: ObjectId): Promise<string> {
  const args = ['diff-tree', '-r', '-p', '-U3', '--full-index', '--binary', '--src-prefix=a/', '--dst-prefix=b/', '--submodule=short', ...canonical, from, to]
  const { stdout } = await scope.objects({ args })
  return stdout.toString('utf8')
}

export async function countLines(scope: RepositoryScope, from: ObjectId, to: ObjectId): Promise<{ readonly added: number; readonly deleted: number }> {
  const { stdout } = await scope.objects({ args: ['diff-tree', '-r', '-z', '--numstat', ...canonical, from, to] })
  const counts = records(stdout).map((record) => record.split('\t', 2).map((count) => (count === '-' ? 0 : Number(count))))
  return { added: counts.reduce((sum, [added = 0]) => sum + added, 0), deleted: counts.reduce((sum, [, deleted = 0]) => sum + deleted, 0) }
}

/** `:100644 100644 <blob> <blob> M`; a side that is absent has mode 000000. */
function changeOf(header: string, path: string): TreeChange {
  const [beforeMode = '', afterMode = '', beforeBlob = '', afterBlob = ''] = header.slice(1).split(' ')
  const side = (mode: string, blob: string): TreeChange['before'] => (mode === '000000' ? null : { mode, blob })
  return { path, before: side(beforeMode, beforeBlob), after: side(afterMode, afterBlob) }
}
