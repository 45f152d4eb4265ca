import { AutopackError, type ObjectId } from '@autopack/contracts'
import type { RepositoryScope } from './repository-scope.ts'
import { sortEdits, type ByteEdit, type FolderEdits, type NameEdit } from './tree-edits.ts'
import { folderMode, isFolder, type Tree, type TreeEntry } from './tree-entry.ts'
import type { TreeReader } from './tree-reader.ts'

/** Writes trees, reading and writing no folder but those that change. */
export interface TreeWriter {
  /** The tree that edits make of another. Names are taken as they are: whether they are wise is for others to judge. */
  edit(base: ObjectId, edits: readonly ByteEdit[]): Promise<ObjectId>
  write(entries: Tree): Promise<ObjectId>
}

/** One `git mktree --batch` for all; it sorts the entries and refuses those whose objects are not there. */
export function createTreeWriter(scope: RepositoryScope, trees: TreeReader): TreeWriter {
  const mktree = scope.standing({ args: ['mktree', '-z', '--batch'], always: true })
  const write: TreeWriter['write'] = async (entries) => {
    const request = Buffer.from(`${[...entries].map(lineOf).join('')}\0`, 'latin1')
    const make = (): Promise<ObjectId> => mktree.ask(request, (output) => output.line())
    // it looks only into packs that were there when it began; the one that follows it knows those of now
    const id = await make().catch((error: unknown) => (isUnavailable(error) ? make() : Promise.reject(error)))
    trees.keep(id, entries)
    return id
  }

  /** Null for a folder that is empty then. */
  const rewrite = async (tree: ObjectId | null, edits: FolderEdits): Promise<ObjectId | null> => {
    const before: Tree = tree === null ? new Map() : (await trees.tree(tree)).entries
    const after = new Map(before)
    await Promise.all([...edits].map(async ([name, edit]) => replace(after, name, await entryAfter(before.get(name) ?? null, edit))))
    if (after.size === 0) return null
    const changed = after.size !== before.size || [...edits.keys()].some((name) => after.get(name)?.id !== before.get(name)?.id || after.get(name)?.mode !== before.get(name)?.mode)
    return changed || tree === null ? write(after) : tree
  }

  const entryAfter = async (before: TreeEntry | null, { removed, file, emptied, filled, below }: NameEdit): Promise<TreeEntry | null> => {
    if (file !== null) return file
    const left = removed && !isFolder(before) ? null : before
    const base = isFolder(left) && !emptied ? left : null
    if (base === null && !filled) return left
    const id = below.size === 0 && base !== null ? base.id : await rewrite(base?.id ?? null, below)
    return id === null ? null : { mode: folderMode, id }
  }

  return {
    write,
    edit: async (base, edits) => {
      const { id } = await trees.tree(base)
      return edits.length === 0 ? id : ((await rewrite(id, sortEdits(edits))) ?? write(new Map()))
    },
  }
}

function replace(entries: Map<string, TreeEntry>, name: string, entry: TreeEntry | null): void {
  if (entry === null) entries.delete(name)
  else entries.set(name, entry)
}

function isUnavailable(error: unknown): boolean {
  return AutopackError.isInstance(error) && error.code === 'AUTOPACK_GIT_FAILED' && String(error.details['stderr']).endsWith(' is unavailable')
}

/** `<mode> <type> <id>\t<name>\0` */
function lineOf([name, { mode, id }]: readonly [string, TreeEntry]): string {
  const type = mode === folderMode ? 'tree' : mode === '160000' ? 'commit' : 'blob'
  return `${mode} ${type} ${id}\t${name}\0`
}
