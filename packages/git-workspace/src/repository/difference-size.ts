import type { ObjectId } from '@autopack/contracts'
import type { ObjectReader } from './object-reader.ts'
import { isFolder, type TreeEntry } from './tree-entry.ts'
import type { TreeReader } from './tree-reader.ts'

/** More files are not counted. */
const mostFiles = 50_000

/** Bytes of the files that differ, both sides together; infinite for very many. Reads the folders on the way to them and no file. */
export async function differenceSize(objects: ObjectReader, trees: TreeReader, from: ObjectId, to: ObjectId): Promise<number> {
  const blobs: ObjectId[] = []
  const folders: (readonly [ObjectId | null, ObjectId | null])[] = [[from, to]]
  for (let pair = folders.pop(); pair !== undefined && blobs.length <= mostFiles; pair = folders.pop()) {
    const [before, after] = await Promise.all(pair.map(async (id) => (id === null ? new Map<string, TreeEntry>() : (await trees.tree(id)).entries)))
    for (const name of new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])) {
      const [left, right] = [before?.get(name), after?.get(name)]
      if (left?.id === right?.id) continue
      if (isFolder(left) || isFolder(right)) folders.push([folderId(left), folderId(right)])
      blobs.push(...[left, right].flatMap((entry) => (isBlob(entry) ? [entry.id] : [])))
    }
  }
  if (blobs.length > mostFiles) return Infinity
  const sizes = await Promise.all(blobs.map(async (blob) => (await objects.header(blob))?.size ?? 0))
  return sizes.reduce((sum, size) => sum + size, 0)
}

function folderId(entry: TreeEntry | undefined): ObjectId | null {
  return entry !== undefined && isFolder(entry) ? entry.id : null
}

function isBlob(entry: TreeEntry | undefined): entry is TreeEntry {
  return entry !== undefined && !isFolder(entry) && entry.mode !== '160000'
}
