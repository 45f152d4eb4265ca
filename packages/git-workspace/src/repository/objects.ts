import type { ObjectId } from '@autopack/contracts'
import { noSuchObject, type ObjectReader } from './object-reader.ts'
import { isFolder, pathText } from './tree-entry.ts'
import type { TreeReader } from './tree-reader.ts'

export async function readBlob(objects: ObjectReader, blob: ObjectId): Promise<Uint8Array> {
  const found = await objects.contents(blob)
  if (found?.type !== 'blob') throw noSuchObject(`blob ${blob}`)
  return found.body
}

export async function blobSize(objects: ObjectReader, blob: ObjectId): Promise<number> {
  const found = await objects.header(blob)
  if (found?.type !== 'blob') throw noSuchObject(`blob ${blob}`)
  return found.size
}

export async function treeOf(objects: ObjectReader, commit: ObjectId): Promise<ObjectId> {
  const found = await objects.header(`${commit}^{tree}`)
  if (found === null) throw noSuchObject(`commit ${commit}`)
  return found.id
}

/** Files at literal paths; folders and absent paths are null. */
export async function entriesAt(trees: TreeReader, tree: ObjectId, paths: readonly string[]): Promise<readonly ({ readonly mode: string; readonly blob: ObjectId } | null)[]> {
  const found = await Promise.all(paths.map((path) => trees.entryAt(tree, path)))
  return found.map((entry) => (entry === null || isFolder(entry) ? null : { mode: entry.mode, blob: entry.id }))
}

/** Names in folders; null for what is none. */
export async function namesIn(trees: TreeReader, tree: ObjectId, folders: readonly string[]): Promise<readonly (readonly string[] | null)[]> {
  return Promise.all(
    folders.map(async (folder) => {
      const entry = folder === '' ? null : await trees.entryAt(tree, folder)
      if (folder !== '' && !isFolder(entry)) return null
      const { entries } = await trees.tree(entry?.id ?? tree)
      return [...entries.keys()].map(pathText)
    }),
  )
}
