import type { ObjectId } from '@autopack/contracts'
import { posix } from 'node:path'
import picomatch from 'picomatch'
import { globBase } from './glob-base.ts'
import type { RepositoryParts } from './repository-parts.ts'
import { folderMode, isFolder, pathText, type TreeEntry } from './tree-entry.ts'

type Parts = Pick<RepositoryParts, 'trees' | 'treeWriter'>

/** What git reads of a tree to know what it ignores and how it writes lines. */
const gitFiles: ReadonlySet<string> = new Set(['.gitignore', '.gitattributes'])

/** So few files are checked out sooner than they are left out. */
const notWorthIt = 50

/**
 * The tree of a commit with only the files that globs match, and the git files on the way to them. Folders that no glob reaches
 * are not read. The whole tree where next to nothing would be left out.
 */
export async function pruneTree(parts: Parts, commit: ObjectId, globs: readonly string[]): Promise<ObjectId> {
  const matches = picomatch([...globs], { dot: true })
  const bases = globs.map(globBase)
  const reaches = (folder: string): boolean => bases.some((base) => base === '' || base === folder || base.startsWith(`${folder}/`) || folder.startsWith(`${base}/`))
  const keeps = (path: string): boolean => gitFiles.has(posix.basename(path)) || matches(path)
  const part = await select(parts, commit, '', { reaches, keeps })
  return part.isFolderLeftOut || part.filesLeftOut > notWorthIt ? ((await write(parts, part)) ?? parts.treeWriter.write(new Map())) : part.id
}

interface Selection {
  readonly reaches: (folder: string) => boolean
  readonly keeps: (path: string) => boolean
}

/** What is kept of a folder, and how much is not, here and below. */
interface Part {
  readonly id: ObjectId
  readonly files: readonly (readonly [string, TreeEntry])[]
  readonly folders: readonly (readonly [string, Part])[]
  readonly filesLeftOut: number
  readonly isFolderLeftOut: boolean
}

async function select(parts: Parts, tree: ObjectId, path: string, selection: Selection): Promise<Part> {
  const { id, entries } = await parts.trees.tree(tree)
  const under = (name: string): string => posix.join(path, pathText(name))
  const all = [...entries]
  const files = all.filter(([, entry]) => !isFolder(entry))
  const reached = all.filter(([name, entry]) => isFolder(entry) && selection.reaches(under(name)))
  const kept = files.filter(([name]) => selection.keeps(under(name)))
  const folders = await Promise.all(reached.map(async ([name, entry]) => [name, await select(parts, entry.id, under(name), selection)] as const))
  return {
    id,
    files: kept,
    folders,
    filesLeftOut: files.length - kept.length + folders.reduce((sum, [, below]) => sum + below.filesLeftOut, 0),
    isFolderLeftOut: files.length + reached.length < all.length || folders.some(([, below]) => below.isFolderLeftOut),
  }
}

/** Null when nothing is left. */
async function write(parts: Parts, { id, files, folders, filesLeftOut, isFolderLeftOut }: Part): Promise<ObjectId | null> {
  if (filesLeftOut === 0 && !isFolderLeftOut) return id
  const written = await Promise.all(folders.map(async ([name, below]) => [name, await write(parts, below)] as const))
  const entries = [...files, ...written.flatMap(([name, tree]): (readonly [string, TreeEntry])[] => (tree === null ? [] : [[name, { mode: folderMode, id: tree }]]))]
  return entries.length === 0 ? null : parts.treeWriter.write(new Map(entries))
}
