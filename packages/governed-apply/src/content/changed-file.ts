import type { Repository, TreeChange } from '@autopack/contracts'

export interface FileBody {
  readonly text: string
  /** A NUL among the first 8,000 bytes, as git tells binary files. */
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
  const read = new Map(blobs.map((blob, index) => [blob, bodyOf(bodies[index] ?? Buffer.of())]))
  const side = (blob: string | null): FileBody | null => (blob === null ? null : (read.get(blob) ?? null))
  return altered.map(({ path, before, after }) => ({ path, before: side(before), after: side(after) }))
}

function fileBlob(entry: TreeChange['before']): string | null {
  return entry?.mode.startsWith('100') === true ? entry.blob : null
}

function bodyOf(bytes: Uint8Array): FileBody {
  const text = Buffer.from(bytes).toString('utf8')
  const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
  return { text, lines, isBinary: bytes.subarray(0, 8000).includes(0) }
}
