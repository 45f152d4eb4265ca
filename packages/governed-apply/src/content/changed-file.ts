import type { Repository, TreeChange } from '@autopack/contracts'
import { isTextPath } from './text-path.ts'

export interface FileBody {
  /** Git's id of it. */
  readonly blob: string
  readonly text: string
  /** A NUL among the first 8,000 bytes, as git tells binary files, and a name that does not say it is a text. */
  readonly isBinary: boolean
  readonly lines: readonly string[]
}

/** A file whose content the change writes or takes away; null where a side is no file. */
export interface ChangedFile {
  readonly path: string
  readonly before: FileBody | null
  readonly after: FileBody | null
}

/** Both sides of every file whose content changes, read with one command. Links and repositories inside are no files. */
export async function readChangedFiles(repository: Repository, changes: readonly TreeChange[]): Promise<readonly ChangedFile[]> {
  const altered = changes
    .map(({ path, before, after }) => ({ path, before: fileBlob(before), after: fileBlob(after) }))
    .filter(({ before, after }) => before !== after)
  const blobs = [...new Set(altered.flatMap(({ before, after }) => [before, after].filter((blob) => blob !== null)))]
  const bodies = await repository.readBlobs(blobs)
  const read = new Map(blobs.map((blob, index) => [blob, decoded(blob, bodies[index] ?? Buffer.of())]))
  const side = (path: string, blob: string | null): FileBody | null => {
    const body = blob === null ? undefined : read.get(blob)
    return body === undefined ? null : { ...body, isBinary: body.isBinary && !isTextPath(path) }
  }
  return altered.map(({ path, before, after }) => ({ path, before: side(path, before), after: side(path, after) }))
}

function fileBlob(entry: TreeChange['before']): string | null {
  return entry?.mode.startsWith('100') === true ? entry.blob : null
}

function decoded(blob: string, bytes: Uint8Array): FileBody {
  const wide = wideEncoding(bytes)
  const text = wide === null ? Buffer.from(bytes).toString('utf8') : new TextDecoder(wide).decode(bytes)
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
  return { blob, text, lines, isBinary: wide === null && bytes.subarray(0, 8000).includes(0) }
}

/** By its byte order mark. */
function wideEncoding([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : null
}
