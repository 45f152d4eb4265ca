import type { ObjectId } from '@autopack/contracts'
import { posix } from 'node:path'
import picomatch from 'picomatch'
import type { RepositoryParts } from './repository-parts.ts'
import { folderMode, isFolder, pathText, type Tree, type TreeEntry } from './tree-entry.ts'

type Parts = Pick<RepositoryParts, 'trees' | 'treeWriter'>

/** What git reads of a tree to know what it ignores and how it writes lines. */
const gitFiles: ReadonlySet<string> = new Set(['.gitignore', '.gitattributes'])

/** The tree of a commit with only the files that globs match, and the git files on the way to them. Folders that no glob reaches are not read. */
export async function pruneTree(parts: Parts, commit: ObjectId, globs: readonly string[]): Promise<ObjectId> {
  const matches = picomatch([...globs], { dot: true })
  const bases = globs.map((glob) => (glob.startsWith('!') ? '' : picomatch.scan(glob).base))
  const reaches = (folder: string): boolean => bases.some((base) => base === '' || base === folder || base.startsWith(`${folder}/`) || folder.startsWith(`${base}/`))
  const keeps = (path: string): boolean => gitFiles.has(posix.basename(path)) || matches(path)
  return (await prune(parts, commit, '', { reaches, keeps })) ?? parts.treeWriter.write(new Map())
}

interface Selection {
  readonly reaches: (folder: string) => boolean
  readonly keeps: (path: string) => boolean
}

/** Null when nothing is left. */
async function prune(parts: Parts, tree: ObjectId, folder: string, selection: Selection): Promise<ObjectId | null> {
  const { id, entries } = await parts.trees.tree(tree)
  const kept = await Promise.all(
    [...entries].map(async ([name, entry]): Promise<readonly (readonly [string, TreeEntry])[]> => {
      const path = posix.join(folder, pathText(name))
      if (!isFolder(entry)) return selection.keeps(path) ? [[name, entry]] : []
      const below = selection.reaches(path) ? await prune(parts, entry.id, path, selection) : null
      return below === null ? [] : [[name, { mode: folderMode, id: below }]]
    }),
  )
  const left: Tree = new Map(kept.flat())
  if (left.size === 0) return null
  const isWhole = left.size === entries.size && [...left].every(([name, entry]) => entry.id === entries.get(name)?.id)
  return isWhole ? id : parts.treeWriter.write(left)
}
