import type { ObjectId } from '@autopack/contracts'
import { records } from '../git/git.ts'
import type { RepositoryParts } from './repository-parts.ts'
import { isFolder, pathText } from './tree-entry.ts'
import type { TreeReader } from './tree-reader.ts'

/** So many folders are read sooner through the pipe than a process is started. */
const mostFolders = 100

/** Every file of a commit as `<mode> <type> <id>\t<path>`, in the order of its tree. */
export async function allFiles({ scope, trees }: Pick<RepositoryParts, 'scope' | 'trees'>, commit: ObjectId): Promise<readonly string[]> {
  const few = await walk(trees, commit, '', { left: mostFolders })
  return few ?? records((await scope.objects({ args: ['ls-tree', '-r', '-z', '--full-tree', commit] })).stdout)
}

/** Null when there are more folders than may be read. */
async function walk(trees: TreeReader, tree: ObjectId, folder: string, budget: { left: number }): Promise<readonly string[] | null> {
  budget.left -= 1
  if (budget.left < 0) return null
  const { entries } = await trees.tree(tree)
  const found = await Promise.all(
    [...entries].map(async ([name, entry]) => {
      const path = `${folder}${name}`
      if (isFolder(entry)) return walk(trees, entry.id, `${path}/`, budget)
      return [`${entry.mode} ${entry.mode === '160000' ? 'commit' : 'blob'} ${entry.id}\t${pathText(path)}`]
    }),
  )
  const files = found.filter((list) => list !== null)
  return files.length < found.length ? null : files.flat()
}
