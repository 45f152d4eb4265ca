import { createHash } from 'node:crypto'
import { AutopackError, type ObjectId } from '@autopack/contracts'

export interface MemoryEntry {
  readonly mode: string
  readonly blob: ObjectId
}

export interface MemoryCommit {
  readonly tree: ObjectId
  readonly parents: readonly ObjectId[]
  readonly message: string
}

/** Content-addressed blobs, trees (flat maps by path) and commits. */
export interface MemoryObjects {
  putBlob(body: Uint8Array): ObjectId
  putTree(entries: ReadonlyMap<string, MemoryEntry>): ObjectId
  putCommit(commit: MemoryCommit, salt: string): ObjectId
  blob(id: ObjectId): Uint8Array
  commit(id: ObjectId): MemoryCommit
  /** Of a tree or of a commit's tree. */
  entriesOf(treeish: ObjectId): ReadonlyMap<string, MemoryEntry>
}

export function createMemoryObjects(): MemoryObjects {
  const blobs = new Map<ObjectId, Uint8Array>()
  const trees = new Map<ObjectId, ReadonlyMap<string, MemoryEntry>>()
  const commits = new Map<ObjectId, MemoryCommit>()
  return {
    putBlob: (body) => keep(blobs, idOf('blob', body), body),
    putTree: (entries) => {
      const sorted = new Map([...entries].toSorted(([left], [right]) => compareBytes(left, right)))
      return keep(trees, idOf('tree', JSON.stringify([...sorted])), sorted)
    },
    putCommit: (commit, salt) => keep(commits, idOf('commit', JSON.stringify([commit, salt])), commit),
    blob: (id) => blobs.get(id) ?? missing('blob', id),
    commit: (id) => commits.get(id) ?? missing('commit', id),
    entriesOf: (treeish) => trees.get(commits.get(treeish)?.tree ?? treeish) ?? missing('tree', treeish),
  }
}

/** Order of paths as git has it: by bytes, not by UTF-16 units. */
export function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}

function idOf(kind: string, body: string | Uint8Array): ObjectId {
  return createHash('sha1').update(`${kind}\0`).update(body).digest('hex')
}

function keep<T>(store: Map<ObjectId, T>, id: ObjectId, value: T): ObjectId {
  store.set(id, value)
  return id
}

function missing(kind: string, id: ObjectId): never {
  throw new AutopackError({ code: 'AUTOPACK_GIT_FAILED', message: `there is no ${kind} ${id}; was it made by another repository?` })
}
