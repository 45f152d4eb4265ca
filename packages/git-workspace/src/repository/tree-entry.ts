import type { ObjectId } from '@autopack/contracts'

export interface TreeEntry {
  /** Six digits, as in a raw difference. */
  readonly mode: string
  readonly id: ObjectId
}

/** What one folder holds, by name, in git's order where it was read. Names are bytes, one character for each: a tree may hold names that are no text. */
export type Tree = ReadonlyMap<string, TreeEntry>

export const folderMode = '040000'

export function isFolder(entry: TreeEntry | null | undefined): boolean {
  return entry?.mode === folderMode
}

/** As git sorts them: by bytes, a folder as if its name ended in a slash. */
export function inTreeOrder(entries: Tree): Tree {
  const key = ([name, entry]: readonly [string, TreeEntry]): string => (isFolder(entry) ? `${name}/` : name)
  const keyed = Array.from(entries, (entry) => ({ key: key(entry), entry }))
  return new Map(keyed.toSorted((left, right) => (left.key < right.key ? -1 : 1)).map(({ entry }) => entry))
}

/** A path as trees hold it. */
export function pathBytes(path: string): string {
  return Buffer.from(path, 'utf8').toString('latin1')
}

/** A path of names as text. */
export function pathText(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** Reads the body of a tree object: `<mode> <name>\0<id as bytes>` one after the other. */
export function parseTree(body: Buffer, idBytes: number): Tree {
  const entries = new Map<string, TreeEntry>()
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(32, at)
    const end = body.indexOf(0, space)
    const id = body.toString('hex', end + 1, end + 1 + idBytes)
    entries.set(body.toString('latin1', space + 1, end), { mode: body.toString('latin1', at, space).padStart(6, '0'), id })
    at = end + 1 + idBytes
  }
  return entries
}
