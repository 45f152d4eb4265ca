import { AutopackError, type ObjectId, type PromoteOutcome, type Repository, type RepositoryReport, type TreeChange } from '@autopack/contracts'
import { lineDifference } from './line-difference.ts'
import { ignoreRule } from './memory-ignore.ts'
import { compareBytes, createMemoryObjects, type MemoryEntry, type MemoryObjects } from './memory-objects.ts'

export interface MemoryRepositoryOptions {
  /** Text of the files of the first commit, on branch `main`. */
  readonly files?: Readonly<Record<string, string>>
  /** What `identity` says; nothing is ever written there. */
  readonly root?: string
  /** Replaces fields of what `inspect` reports. */
  readonly report?: Partial<RepositoryReport>
  /** Branches whose working tree counts as dirty for `promote`. */
  readonly dirtyBranches?: readonly string[]
}

/** A `Repository` without git. `objects` and `refs` are open to tests and to `createMemoryWorkspace`. */
export interface MemoryRepository extends Repository {
  readonly objects: MemoryObjects
  readonly refs: Map<string, ObjectId>
  /** A commit of text files on top of `parents`, for tests. */
  commitFiles(files: Readonly<Record<string, string>>, parents: readonly ObjectId[], message: string): ObjectId
}

export function createMemoryRepository(options: MemoryRepositoryOptions = {}): MemoryRepository {
  const objects = createMemoryObjects()
  const refs = new Map<string, ObjectId>()
  const root = options.root ?? '/memory/repository'

  const commitFiles: MemoryRepository['commitFiles'] = (files, parents, message) => {
    const entries = Object.entries(files).map(([path, text]) => [path, { mode: '100644', blob: objects.putBlob(Buffer.from(text)) }] as const)
    return objects.putCommit({ tree: objects.putTree(new Map(entries)), parents, message }, '')
  }
  const head = commitFiles(options.files ?? { 'README.md': '# A repository\n' }, [], 'first')
  refs.set('refs/heads/main', head)

  const changes = (from: ObjectId, to: ObjectId): readonly TreeChange[] => difference(objects.entriesOf(from), objects.entriesOf(to))
  const text = (entry: MemoryEntry | null): string => (entry === null || entry.mode === '160000' ? '' : Buffer.from(objects.blob(entry.blob)).toString('utf8'))
  const isAncestor = (ancestor: ObjectId, descendant: ObjectId): boolean =>
    ancestor === descendant || objects.commit(descendant).parents.some((parent) => isAncestor(ancestor, parent))
  const diff = (from: ObjectId, to: ObjectId): string => changes(from, to).map((change) => render(change, text)).join('')

  return {
    contract: 1,
    identity: { root, commonDirectory: `${root}/.git` },
    objects,
    refs,
    commitFiles,
    inspect: async () => ({ head: refs.get('refs/heads/main') ?? head, branch: 'main', notices: [], refusals: [], ...options.report }),
    treeOf: async (commit) => objects.commit(commit).tree,
    changes: async (from, to) => changes(from, to),
    readBlob: async (blob) => objects.blob(blob),
    readBlobs: async (blobs) => blobs.map((blob) => objects.blob(blob)),
    writeBlobs: async (bodies) => bodies.map((body) => objects.putBlob(body)),
    blobSizes: async (blobs) => blobs.map((blob) => objects.blob(blob).byteLength),
    entries: async (tree, paths) => paths.map((path) => objects.entriesOf(tree).get(path) ?? null),
    names: async (tree, folders) => folders.map((folder) => namesIn([...objects.entriesOf(tree).keys()], folder)),
    countLines: async (from, to) => {
      const counts = changes(from, to).map(({ before, after }) => lineDifference(text(before), text(after)))
      return { added: total(counts.map(({ added }) => added.length)), deleted: total(counts.map(({ deleted }) => deleted.length)) }
    },
    ignoredBy: async (paths) => {
      const entries = objects.entriesOf(refs.get('refs/heads/main') ?? head)
      const rules = text(entries.get('.gitignore') ?? null)
      return paths.map((path) => (entries.has(path) ? null : ignoreRule(rules, path)))
    },
    diff: async (from, to) => diff(from, to),
    wholeDiff: async (from, to) => diff(from, to),
    writeTree: async (base, edits) => {
      const entries = new Map(objects.entriesOf(base))
      for (const { path, after } of edits) {
        if (after === null) entries.delete(path)
        else entries.set(path, after)
      }
      return objects.putTree(entries)
    },
    writeCommit: async ({ tree, parents, message, author, at }) => objects.putCommit({ tree, parents, message }, JSON.stringify([author, at])),
    isAncestor: async (ancestor, descendant) => isAncestor(ancestor, descendant),
    readRef: async (ref) => refs.get(ref) ?? null,
    moveRef: async (ref, next, expected) => {
      refuseForeignRef(ref)
      if ((refs.get(ref) ?? null) !== expected) return false
      if (next === null) refs.delete(ref)
      else refs.set(ref, next)
      return true
    },
    obstacleTo: async (ref) => {
      const other = [...refs.keys()].find((found) => found.startsWith(`${ref}/`) || ref.startsWith(`${found}/`))
      return other === undefined ? null : `${other} takes the place of ${ref}; rename it`
    },
    listRefs: async (prefix) =>
      [...refs].filter(([ref]) => ref.startsWith(prefix)).map(([ref, commit]) => ({ ref, commit })).toSorted((left, right) => compareBytes(left.ref, right.ref)),
    clearStaleLocks: async () => undefined,
    promote: async (branch, commit): Promise<PromoteOutcome> => {
      refusePromotionInto(branch)
      const ref = `refs/heads/${branch}`
      const from = refs.get(ref) ?? null
      if (from !== null && isAncestor(commit, from)) return { kind: 'already-there' }
      if (from !== null && !isAncestor(from, commit)) return { kind: 'not-fast-forward', target: from }
      if (options.dirtyBranches?.includes(branch) === true) return { kind: 'dirty', worktree: root }
      refs.set(ref, commit)
      return { kind: 'promoted', from, to: commit }
    },
  }
}

function namesIn(paths: readonly string[], folder: string): readonly string[] | null {
  const start = folder === '' ? '' : `${folder}/`
  const names = new Set(paths.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length).split('/', 1)[0] ?? ''))
  return names.size === 0 && folder !== '' ? null : [...names]
}

function difference(before: ReadonlyMap<string, MemoryEntry>, after: ReadonlyMap<string, MemoryEntry>): readonly TreeChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted(compareBytes)
  return paths
    .map((path) => ({ path, before: before.get(path) ?? null, after: after.get(path) ?? null }))
    .filter((change) => change.before?.mode !== change.after?.mode || change.before?.blob !== change.after?.blob)
}

function render({ path, before, after }: TreeChange, text: (entry: MemoryEntry | null) => string): string {
  const { deleted, added } = lineDifference(text(before), text(after))
  const [oldName, newName] = [before === null ? '/dev/null' : `a/${path}`, after === null ? '/dev/null' : `b/${path}`]
  const body = [...deleted.map((line) => `-${line}`), ...added.map((line) => `+${line}`)]
  return [`diff --git a/${path} b/${path}`, `--- ${oldName}`, `+++ ${newName}`, ...body, ''].join('\n')
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}

function refuseForeignRef(ref: string): void {
  if (['refs/heads/autopack/', 'refs/tags/autopack/', 'refs/autopack/'].some((prefix) => ref.startsWith(prefix))) return
  throw new AutopackError({ code: 'AUTOPACK_REF_FORBIDDEN', message: `${ref} is not one of Autopack's own refs; only promote moves others` })
}

function refusePromotionInto(branch: string): void {
  if (!branch.startsWith('autopack/')) return
  throw new AutopackError({ code: 'AUTOPACK_REF_FORBIDDEN', message: `${branch} is one of Autopack's own branches; promote into a branch of yours` })
}
