import type { ChangedFile } from './changed-file.ts'
import { codeOf } from './code-of.ts'
import { isNamedTest, isRunLike, isSnapshot, isTestPath } from './test-path.ts'
import { buildDirectives, testStrength, type TestStrength } from './test-strength.ts'

/** A file of tests before and after a change: what moved to other tests is still there. */
export interface TestChange {
  readonly path: string
  readonly before: TestStrength
  readonly after: TestStrength
  readonly isNew: boolean
  /** No other file holds half of what it held. */
  readonly isGone: boolean
  /** What a snapshot held and no snapshot holds any more, in lines. */
  readonly forgotten: number
}

interface Sides {
  readonly path: string
  readonly text: { readonly before: string; readonly after: string }
  /** Lines of code, without comments. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly isNew: boolean
  readonly isGone: boolean
}

/** Every file of tests that a change writes or takes away; one that takes the place of another is compared with that. */
export function testChanges(files: readonly ChangedFile[]): readonly TestChange[] {
  const sides = files.filter(isTest).map(sidesOf)
  const successors = pair(sides)
  const taken = new Set(successors.values())
  const rest = sides.filter((side) => !taken.has(side))
  const { movedFrom, lenders } = findMoved(rest, successors)
  return rest.map((side) => {
    const now = successors.get(side) ?? side
    const { missing, moved } = movedFrom.get(side) ?? { missing: [], moved: [] }
    const beside = Math.max(0, buildDirectives(now.text.after) - buildDirectives(side.text.before))
    const after = testStrength(now.path, [...now.after, ...moved].join('\n'))
    return {
      path: side.path,
      before: testStrength(side.path, side.before.join('\n')),
      after: { ...after, chooses: after.chooses + beside },
      isNew: side.isNew && !lenders.has(side),
      isGone: now.isGone && moved.length < missing.length / 2 && (isNamedTest(side.path) || isSnapshot(side.path)),
      forgotten: isSnapshot(side.path) ? missing.length - moved.length : 0,
    }
  })
}

interface Moved {
  /** Lines that a file no longer has. */
  readonly missing: readonly string[]
  /** Those of them that another one gained, where a runner takes it for a test as well. */
  readonly moved: readonly string[]
}

function findMoved(sides: readonly Sides[], successors: ReadonlyMap<Sides, Sides>): { readonly movedFrom: ReadonlyMap<Sides, Moved>; readonly lenders: ReadonlySet<Sides> } {
  const gained = Map.groupBy(sides.flatMap((side) => without(side.after, side.before).map((line) => ({ side, line: line.trim() }))), ({ line }) => line)
  const lenders = new Set<Sides>()
  const moves = (from: Sides) => (line: string): boolean => {
    const found = gained.get(line.trim()) ?? []
    const index = found.findIndex(({ side }) => isRunLike(from.path, side.path))
    const [taken] = index === -1 ? [] : found.splice(index, 1)
    if (taken !== undefined) lenders.add(taken.side)
    return taken !== undefined
  }
  const movedFrom = new Map<Sides, Moved>()
  for (const side of sides.filter(({ isNew }) => !isNew)) {
    const missing = without(side.before, (successors.get(side) ?? side).after)
    movedFrom.set(side, { missing, moved: missing.filter(moves(side)) })
  }
  return { movedFrom, lenders }
}

/** Rust keeps the tests of a module beside it. */
const inlineTests = /#\[cfg\(test\)\]|#\[(?:\w+::)?test\b/

function isTest({ path, before }: ChangedFile): boolean {
  return isTestPath(path) || (path.endsWith('.rs') && before !== null && inlineTests.test(before.text))
}

function sidesOf({ path, before, after }: ChangedFile): Sides {
  const text = { before: before?.text ?? '', after: after?.text ?? '' }
  return { path, text, before: linesOf(path, text.before), after: linesOf(path, text.after), isNew: before === null, isGone: after === null }
}

function linesOf(path: string, text: string): readonly string[] {
  const from = isTestPath(path) ? 0 : Math.max(0, text.search(inlineTests))
  const tests = isTestPath(path) || inlineTests.test(text) ? text.slice(from) : ''
  return (isSnapshot(path) ? tests : codeOf(path, tests)).split('\n')
}

/** For each test that goes, the new one that holds half of it or more and that a runner takes for one as well. */
function pair(sides: readonly Sides[]): ReadonlyMap<Sides, Sides> {
  const free = new Set(sides.filter(({ isNew }) => isNew))
  const pairs = new Map<Sides, Sides>()
  for (const side of sides.filter(({ isGone }) => isGone)) {
    const likest = [...free].filter(({ path }) => isRunLike(side.path, path)).map((other) => ({ other, share: shared(side, other) })).toSorted((a, b) => b.share - a.share)[0]
    if (likest === undefined || likest.share < 0.5) continue
    pairs.set(side, likest.other)
    free.delete(likest.other)
  }
  return pairs
}

function shared({ before }: Sides, { after }: Sides): number {
  const told = before.map(plain).filter(isTelling)
  return told.length === 0 ? 1 : 1 - without(told, after).length / told.length
}

/** Lines of some that the others have not as often; how far they are set in does not count. */
function without(some: readonly string[], others: readonly string[]): readonly string[] {
  const left = tally(others.map(plain))
  return some.filter((line) => isTelling(plain(line)) && !take(left, plain(line)))
}

function plain(line: string): string {
  return line.trim()
}

/** A bracket alone is in every file. */
function isTelling(line: string): boolean {
  return /\w{2}/.test(line)
}

function tally(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

function take(counts: Map<string, number>, line: string): boolean {
  const left = counts.get(line) ?? 0
  counts.set(line, left - 1)
  return left > 0
}
