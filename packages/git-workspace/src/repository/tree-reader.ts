import type { ObjectId } from '@autopack/contracts'
import { noSuchObject, type ObjectReader } from './object-reader.ts'
import { inTreeOrder, isFolder, parseTree, pathBytes, type Tree, type TreeEntry } from './tree-entry.ts'

interface FoundTree {
  readonly id: ObjectId
  readonly entries: Tree
}

/** Reads trees by the ids of trees or commits. What was read lately is kept: ids never change what they name. */
export interface TreeReader {
  /** Throws `AUTOPACK_GIT_FAILED` for what is neither. */
  tree(id: ObjectId): Promise<FoundTree>
  /** Keeps what has just been written, whose entries may come in any order. */
  keep(id: ObjectId, entries: Tree): void
  /** What is at a path, a folder as well; null where there is nothing. */
  entryAt(id: ObjectId, path: string): Promise<TreeEntry | null>
}

const mostKept = 50_000

export function createTreeReader(objects: ObjectReader): TreeReader {
  const kept = new Map<ObjectId, Promise<FoundTree>>()
  let size = 0

  const keep = (id: ObjectId, found: Promise<FoundTree>, entries: Tree): void => {
    size += entries.size
    if (size > mostKept) {
      kept.clear()
      size = entries.size
    }
    kept.set(id, found)
  }

  const read = async (id: ObjectId): Promise<FoundTree> => {
    const found = await objects.contents(`${id}^{tree}`)
    if (found === null) throw noSuchObject(`tree ${id}`)
    const tree = { id: found.id, entries: parseTree(found.body, found.id.length / 2) }
    keep(id, Promise.resolve(tree), tree.entries)
    return tree
  }

  const tree: TreeReader['tree'] = (id) => {
    const known = kept.get(id)
    if (known !== undefined) return known
    const reading = read(id)
    kept.set(id, reading)
    reading.catch(() => kept.delete(id))
    return reading
  }

  const entryAt: TreeReader['entryAt'] = async (id, path) => {
    const names = pathBytes(path).split('/')
    let folder = id
    for (const [index, name] of names.entries()) {
      const entry = (await tree(folder)).entries.get(name)
      if (entry === undefined) return null
      if (index === names.length - 1) return entry
      if (!isFolder(entry)) return null
      folder = entry.id
    }
    return null
  }

  return { tree, keep: (id, entries) => keep(id, Promise.resolve({ id, entries: inTreeOrder(entries) }), entries), entryAt }
}
