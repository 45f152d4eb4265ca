import type { TreeEntry } from './tree-entry.ts'

/** An edit of a tree at a path of bytes, one character for each; `after: null` deletes. */
export interface ByteEdit {
  readonly path: string
  readonly after: TreeEntry | null
}

/** What edits do at one name of a folder. */
export interface NameEdit {
  /** A file that the base has here goes. */
  removed: boolean
  /** The file that is put here. */
  file: TreeEntry | null
  /** What the base has below goes. */
  emptied: boolean
  /** Something is put below, so that this is a folder. */
  filled: boolean
  readonly below: FolderEdits
}

export type FolderEdits = Map<string, NameEdit>

/**
 * Edits by the folders they touch. Deletions come first, so that a file may take the place of a folder and the other way
 * round; of two writes at one place the later counts. To delete what is no file does nothing.
 */
export function sortEdits(edits: readonly ByteEdit[]): FolderEdits {
  const root: FolderEdits = new Map()
  for (const { path, after } of edits) if (after === null) placeAt(root, path.split('/')).removed = true
  for (const { path, after } of edits) if (after !== null) put(root, path.split('/'), after)
  return root
}

function put(folder: FolderEdits, names: readonly string[], file: TreeEntry): void {
  for (let depth = 1; depth < names.length; depth += 1) Object.assign(placeAt(folder, names.slice(0, depth)), { file: null, filled: true })
  const place = placeAt(folder, names)
  place.below.clear()
  Object.assign(place, { file, emptied: true, filled: false })
}

function placeAt(folder: FolderEdits, [name = '', ...rest]: readonly string[]): NameEdit {
  const place = folder.get(name) ?? { removed: false, file: null, emptied: false, filled: false, below: new Map() }
  folder.set(name, place)
  return rest.length === 0 ? place : placeAt(place.below, rest)
}
