import { createHash } from 'node:crypto'
import type { ByteEdit } from '../repository/tree-edits.ts'

/** Where things are in an entry of an index of version 2, whose name begins after the id and two bytes of flags. */
const headerBytes = 12
/** Of its last change and its last write. */
const timeBytes = 16
const modeAt = 24
const idAt = 40
const nameMask = 0xfff

interface Entry {
  readonly start: number
  readonly end: number
  readonly nameStart: number
  readonly nameEnd: number
}

/** What became of the files of one index in another, both of version 2 and as git writes them: sorted by name, each once. */
export function indexChanges(before: Buffer, after: Buffer, idBytes: number): readonly ByteEdit[] {
  const [left, right] = [entriesOf(before, idBytes), entriesOf(after, idBytes)]
  const changes: ByteEdit[] = []
  let [old, now] = [left.next().value, right.next().value]
  while (old !== undefined || now !== undefined) {
    const order = old === undefined ? 1 : now === undefined ? -1 : before.compare(after, now.nameStart, now.nameEnd, old.nameStart, old.nameEnd)
    if (order < 0 && old !== undefined) changes.push({ path: nameOf(before, old), after: null })
    else if (now !== undefined && !(order === 0 && old !== undefined && isSame(before, old, after, now, idBytes))) changes.push({ path: nameOf(after, now), after: fileOf(after, now, idBytes) })
    if (order >= 0) now = right.next().value
    if (order <= 0) old = left.next().value
  }
  return changes
}

/** An index that knows nothing of when files were written, so that git reads them again. Names have one character for each byte. */
export function withoutTimes(index: Buffer, names: ReadonlySet<string>, idBytes: number): Buffer {
  const forgetful = Buffer.from(index)
  for (const entry of entriesOf(index, idBytes)) if (names.has(nameOf(index, entry))) forgetful.fill(0, entry.start, entry.start + timeBytes)
  createHash(idBytes === 20 ? 'sha1' : 'sha256').update(forgetful.subarray(0, -idBytes)).digest().copy(forgetful, forgetful.length - idBytes)
  return forgetful
}

function* entriesOf(index: Buffer, idBytes: number): Generator<Entry, undefined> {
  if (index.toString('latin1', 0, 4) !== 'DIRC' || index.readUInt32BE(4) !== 2) throw new Error('an index of version 2 was expected')
  const nameOffset = idAt + idBytes + 2
  for (let [left, start] = [index.readUInt32BE(8), headerBytes]; left > 0; left -= 1) {
    const nameStart = start + nameOffset
    const length = index.readUInt16BE(nameStart - 2) & nameMask
    const nameEnd = length < nameMask ? nameStart + length : index.indexOf(0, nameStart)
    // ended by one to eight NULs, to a multiple of eight bytes
    const end = start + ((nameEnd - start + 8) & ~7)
    yield { start, end, nameStart, nameEnd }
    start = end
  }
  return undefined
}

function isSame(before: Buffer, old: Entry, after: Buffer, now: Entry, idBytes: number): boolean {
  const same = (from: number, to: number): boolean => before.compare(after, now.start + from, now.start + to, old.start + from, old.start + to) === 0
  return same(modeAt, modeAt + 4) && same(idAt, idAt + idBytes)
}

function fileOf(index: Buffer, { start }: Entry, idBytes: number): NonNullable<ByteEdit['after']> {
  return { mode: index.readUInt32BE(start + modeAt).toString(8).padStart(6, '0'), id: index.toString('hex', start + idAt, start + idAt + idBytes) }
}

function nameOf(index: Buffer, { nameStart, nameEnd }: Entry): string {
  return index.toString('latin1', nameStart, nameEnd)
}
