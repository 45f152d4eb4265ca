import { endingOf } from '../paths/ending-of.ts'
import type { ChangedFile } from './changed-file.ts'

/** Of more than this many on a side, only files that are the same are taken for renamed. */
const mostCompared = 60

/**
 * Files as a change leaves them: a new one that one that goes is half made of, or it of that, is that one under another name.
 * What is shared out among several is none of them.
 */
export function withOrigins(files: readonly ChangedFile[]): readonly ChangedFile[] {
  const gone = new Set(files.filter(({ after }) => after === null))
  const fresh = files.filter(({ before, after }) => before === null && after !== null)
  if (gone.size === 0 || fresh.length === 0) return files
  const isFew = gone.size <= mostCompared && fresh.length <= mostCompared
  const lines = isFew ? linesOf(files.filter(({ after }) => after !== null)) : new Map<ChangedFile, Lines>()
  const origins = new Map<ChangedFile, ChangedFile>()
  for (const file of fresh) {
    const alike = [...gone].filter(({ path }) => endingOf(path) === endingOf(file.path))
    const origin = alike.find(({ before }) => before?.text === file.after?.text) ?? (isFew ? likest(file, alike, lines) : undefined)
    if (origin === undefined) continue
    origins.set(file, origin)
    gone.delete(origin)
  }
  return files.map((file) => ({ ...file, before: file.before ?? origins.get(file)?.before ?? null }))
}

type Lines = ReadonlySet<string>

function likest(file: ChangedFile, gone: readonly ChangedFile[], written: ReadonlyMap<ChangedFile, Lines>): ChangedFile | undefined {
  const now = written.get(file) ?? new Set()
  const rated = gone.map((origin) => ({ origin, before: telling(origin.before?.lines) })).map((each) => ({ ...each, share: likeness(each.before, now) }))
  const [first] = rated.filter(({ share }) => share >= 0.5).toSorted((a, b) => b.share - a.share)
  return first === undefined || isSharedOut(first.before.difference(now), file, written) ? undefined : first.origin
}

/** How much of the shorter one the other has. */
function likeness(before: Lines, now: Lines): number {
  const smaller = Math.min(before.size, now.size)
  return smaller < 3 ? 0 : before.intersection(now).size / smaller
}

function isSharedOut(rest: Lines, file: ChangedFile, written: ReadonlyMap<ChangedFile, Lines>): boolean {
  const elsewhere = new Set([...written].flatMap(([other, lines]) => (other === file ? [] : [...rest.intersection(lines)])))
  return elsewhere.size > rest.size / 5
}

function linesOf(files: readonly ChangedFile[]): ReadonlyMap<ChangedFile, Lines> {
  return new Map(files.map((file) => [file, telling(file.after?.lines)]))
}

function telling(lines: readonly string[] = []): Lines {
  return new Set(lines.map((line) => line.trim()).filter((line) => /\w{3}/.test(line)))
}
