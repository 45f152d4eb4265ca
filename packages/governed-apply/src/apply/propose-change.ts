import type { ObjectId, ProposedChange, Repository, TreeChange } from '@autopack/contracts'
import { isDeepStrictEqual } from 'node:util'
import { ChangeProblem } from '../formats/change-problem.ts'
import { pathsOf, type ParsedChange } from '../formats/parsed-change.ts'
import { printable } from '../printable.ts'
import { FileExists, planFiles, type BaseFile, type PlannedFile } from './planned-file.ts'

export type ProposalOutcome =
  | { readonly kind: 'proposed'; readonly change: ProposedChange }
  /** The change names no file. */
  | { readonly kind: 'empty' }
  /** Everything it asks for is there already. */
  | { readonly kind: 'identical'; readonly paths: readonly string[] }
  /** A new file, or the new name of one, stands where the base has a file. */
  | { readonly kind: 'already-exists'; readonly path: string; readonly problem: string }
  | { readonly kind: 'refused'; readonly problems: readonly string[] }

export interface ProposalRequest {
  readonly repository: Repository
  /** Commit or tree the change is written against. */
  readonly base: ObjectId
  readonly parsed: ParsedChange
}

/**
 * The tree a change results in; no index, no working tree and no ref is touched. What git then
 * says the tree changes must be what was parsed, else the change is refused. Throws only when git itself fails.
 */
export async function proposeChange(request: ProposalRequest): Promise<ProposalOutcome> {
  const outcome = await propose(request)
  if (outcome.kind === 'already-exists') return { ...outcome, problem: printable(outcome.problem) }
  return outcome.kind === 'refused' ? { ...outcome, problems: outcome.problems.map(printable) } : outcome
}

async function propose({ repository, base, parsed }: ProposalRequest): Promise<ProposalOutcome> {
  const paths = pathsOf(parsed)
  if (paths.length === 0) return { kind: 'empty' }
  const files = await readBase(repository, base, paths)
  const planned = plan(parsed, files)
  if ('kind' in planned) return planned
  const blocked = await underFiles(repository, base, planned)
  if (blocked.length > 0) return { kind: 'refused', problems: blocked }

  const texts = planned.flatMap(({ after }) => (after !== null && 'text' in after ? [after.text] : []))
  const written = new Map(zip(texts, await repository.writeBlobs(texts.map((text) => Buffer.from(text)))))
  const expected = planned
    .map(({ path, after }): TreeChange => ({ path, before: entryOf(files.get(path)), after: after === null ? null : { mode: after.mode, blob: 'blob' in after ? after.blob : (written.get(after.text) ?? '') } }))
    .filter(({ before, after }) => !isDeepStrictEqual(before, after))
    .toSorted((left, right) => Buffer.compare(Buffer.from(left.path), Buffer.from(right.path)))
  if (expected.length === 0) return { kind: 'identical', paths }
  const tree = await repository.writeTree(base, expected)
  const found = await repository.changes(base, tree)
  if (!isDeepStrictEqual(found, expected)) return { kind: 'refused', problems: [`the tree differs from what the change says (${differing(found, expected)}); a file may stand where a folder is`] }
  return { kind: 'proposed', change: { base, tree } }
}

/** Problems that are told; who has more begins with these. */
const mostProblems = 50

/** Every file with a problem is named, so that one answer corrects them all. */
function plan(parsed: ParsedChange, files: ReadonlyMap<string, BaseFile | null>): readonly PlannedFile[] | Extract<ProposalOutcome, { kind: 'already-exists' | 'refused' }> {
  const planned: PlannedFile[] = []
  const problems: ChangeProblem[] = []
  for (const file of eachOf(parsed)) {
    try {
      planned.push(...planFiles(file, files))
    } catch (error) {
      if (!(error instanceof ChangeProblem)) throw error
      problems.push(error)
    }
  }
  const [first] = problems
  if (first === undefined) return planned
  if (first instanceof FileExists && problems.length === 1) return { kind: 'already-exists', path: first.path, problem: first.message }
  return { kind: 'refused', problems: problems.slice(0, mostProblems).map(({ message }) => message) }
}

function eachOf(parsed: ParsedChange): readonly ParsedChange[] {
  const { format } = parsed
  return format === 'edits' ? parsed.files.map((file) => ({ format, files: [file] })) : parsed.files.map((file) => ({ format, files: [file] }))
}

async function readBase(repository: Repository, base: ObjectId, paths: readonly string[]): Promise<ReadonlyMap<string, BaseFile | null>> {
  const entries = await repository.entries(base, paths)
  const blobs = entries.flatMap((entry) => (entry === null || entry.mode === '160000' ? [] : [entry.blob]))
  const texts = new Map(zip(blobs, (await repository.readBlobs(blobs)).map(decode)))
  return new Map(zip(paths, entries.map((entry) => (entry === null ? null : { ...entry, text: texts.get(entry.blob) ?? null }))))
}

/** New files below what is a file in the base and stays one. */
async function underFiles(repository: Repository, base: ObjectId, planned: readonly PlannedFile[]): Promise<readonly string[]> {
  const gone = new Set(planned.filter(({ after }) => after === null).map(({ path }) => path))
  const parents = [...new Set(planned.flatMap(({ path, after }) => (after === null ? [] : foldersOf(path))))].filter((path) => !gone.has(path))
  const entries = await repository.entries(base, parents)
  return parents.flatMap((path, index) => (entries[index] === null ? [] : [`${path} is a file and cannot be a folder as well`]))
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}

function entryOf(file: BaseFile | null | undefined): TreeChange['before'] {
  return file == null ? null : { mode: file.mode, blob: file.blob }
}

/** A byte order mark stays part of the text; null for what is no UTF-8. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function differing(found: readonly TreeChange[], expected: readonly TreeChange[]): string {
  const has = (changes: readonly TreeChange[], path: string): TreeChange | undefined => changes.find((change) => change.path === path)
  const paths = [...new Set([...found, ...expected].map(({ path }) => path))]
  return paths.filter((path) => !isDeepStrictEqual(has(found, path), has(expected, path))).slice(0, 5).join(', ')
}

function zip<T>(keys: readonly string[], values: readonly T[]): (readonly [string, T])[] {
  return values.map((value, index) => [keys[index] ?? '', value])
}
