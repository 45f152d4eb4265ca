import type { FilePatch } from '../parsed-change.ts'
import type { LineReader } from './line-reader.ts'
import { quotePath, readQuoted } from './quoted-path.ts'

type Header = Omit<FilePatch, 'hunks'>

const mode = /^(?:100644|100755|120000)$/
/** Of the empty file, in both hash formats, and as short as git ever writes it. */
const emptyBlobs: readonly string[] = ['e69de29bb2d1d6434b8b29ae775ad8c2e48c5391', '473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813']

/** `diff --git` and the extended lines below it, in the order git writes them. Throws a ChangeProblem. */
export function parseGitHeader(reader: LineReader): Header {
  const written = reader.take('diff --git ')
  if (written === null) throw reader.problem(foreign(reader.peek() ?? ''))
  const oldMode = readMode(reader, 'old mode ')
  const newMode = readMode(reader, 'new mode ')
  if ((oldMode === null) !== (newMode === null)) throw reader.problem('an old mode needs a new mode, and the other way round')
  const createdMode = readMode(reader, 'new file mode ')
  const deletedMode = createdMode === null ? readMode(reader, 'deleted file mode ') : null
  if (oldMode !== null && (createdMode !== null || deletedMode !== null)) throw reader.problem('a file that comes or goes does not change its mode')
  const rename = readRename(reader)
  if (rename !== null && (createdMode !== null || deletedMode !== null)) throw reader.problem('a file that is renamed neither comes nor goes')
  const index = reader.take('index ')
  const blobs = index === null ? null : readIndex(reader, index)
  if (blobs !== null && blobs.mode !== null && (oldMode ?? createdMode ?? deletedMode) !== null) throw reader.problem('the index line has a mode although the lines above it say one')
  refuseOddBodies(reader)

  const { from, to } = rename ?? sameName(reader, written)
  const names = { from: createdMode === null ? from : null, to: deletedMode === null ? to : null }
  if (!headersOf(from, to).includes(written)) throw reader.problem('diff --git names other files than the lines below it')
  if (!hasBody(reader) && rename === null && oldMode === null) checkEmpty(reader, { createdMode, deletedMode, blobs })
  return { ...names, oldMode: oldMode ?? deletedMode ?? blobs?.mode ?? null, newMode: newMode ?? createdMode ?? (deletedMode === null ? (blobs?.mode ?? null) : null) }
}

interface Index {
  readonly old: string
  readonly new: string
  readonly mode: string | null
}

function readIndex(reader: LineReader, text: string): Index {
  const match = /^([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})(?: (\d{6}))?$/.exec(text)
  if (match === null) throw reader.problem('expected index <old>..<new> <mode>')
  const written = match[3] ?? null
  if (written !== null && !mode.test(written)) throw reader.problem(`${written} is no mode of a file or link`)
  return { old: match[1] ?? '', new: match[2] ?? '', mode: written }
}

function readMode(reader: LineReader, start: string): string | null {
  const written = reader.take(start)
  if (written === null) return null
  if (!mode.test(written)) throw reader.problem(`${JSON.stringify(written)} is no mode of a file or link (100644, 100755, 120000)`)
  return written
}

function readRename(reader: LineReader): { readonly from: string; readonly to: string } | null {
  const similarity = reader.take('similarity index ')
  if (similarity !== null && !/^(?:100|\d{1,2})%$/.test(similarity)) throw reader.problem('expected similarity index <percent>%')
  if (reader.peek()?.startsWith('copy ') === true) throw reader.problem('copies are not taken; write the new file in full')
  const from = reader.take('rename from ')
  if (from === null) {
    if (similarity !== null) throw reader.problem('expected rename from')
    return null
  }
  const to = reader.take('rename to ')
  if (to === null) throw reader.problem('expected rename to')
  const names = { from: plainName(reader, from), to: plainName(reader, to) }
  if (names.from === names.to) throw reader.problem('a file is renamed to itself')
  return names
}

function plainName(reader: LineReader, written: string): string {
  if (!written.startsWith('"')) return written
  const { name, length } = readQuoted(written)
  if (length !== written.length) throw reader.problem('something follows a name in quotes')
  return name
}

/** The one name of `a/name b/name`: the two halves are as long. */
function sameName(reader: LineReader, written: string): { readonly from: string; readonly to: string } {
  const quoted = written.startsWith('"') ? readQuoted(written) : null
  const old = quoted?.name ?? written.slice(0, (written.length - 1) / 2)
  if (!old.startsWith('a/')) throw reader.problem('expected diff --git a/path b/path, with the same path twice unless the file is renamed')
  return { from: old.slice(2), to: old.slice(2) }
}

/** As git writes it, with characters beyond ASCII escaped and without. */
function headersOf(from: string, to: string): readonly string[] {
  return [true, false].map((ascii) => `${quotePath(`a/${from}`, { ascii })} ${quotePath(`b/${to}`, { ascii })}`)
}

function hasBody(reader: LineReader): boolean {
  return reader.peek()?.startsWith('--- ') === true
}

/** A header alone makes or removes a file only if that file is empty, and says so. */
function checkEmpty(reader: LineReader, { createdMode, deletedMode, blobs }: { createdMode: string | null; deletedMode: string | null; blobs: Index | null }): void {
  const blob = createdMode === null ? blobs?.old : blobs?.new
  const isEmpty = blob !== undefined && blob.length >= 7 && emptyBlobs.some((empty) => empty.startsWith(blob))
  if ((createdMode !== null || deletedMode !== null) && isEmpty) return
  throw reader.problem('a file’s header stands without its content; add the hunks, or, for an empty file, an index line with its hash e69de29')
}

function refuseOddBodies(reader: LineReader): void {
  const line = reader.peek() ?? ''
  if (line.startsWith('GIT binary patch') || /^Binary files .* differ$/.test(line)) throw reader.problem('binary content is not taken from a diff; write the file by other means')
  if (line.startsWith('dissimilarity index ')) throw reader.problem('a rewrite with a dissimilarity index is not taken; write the diff without --break-rewrites')
}

function foreign(line: string): string {
  if (/^diff --(?:cc|combined) /.test(line)) return 'a combined diff of a merge cannot be applied; make a diff against one parent'
  return `expected diff --git a/path b/path, found ${JSON.stringify(line.slice(0, 80))}; leave out whatever is not part of the diff`
}
