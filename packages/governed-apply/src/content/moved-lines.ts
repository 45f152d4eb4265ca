import { isRunLike } from './test-path.ts'
import type { TestSides } from './test-sides.ts'

export interface MovedLines {
  /** Lines that a file no longer has, nor the one that took its place. */
  readonly missing: readonly string[]
  /** Those of them that another one gained, where a runner takes it for a test as well. */
  readonly moved: readonly string[]
}

export interface Moves {
  readonly from: ReadonlyMap<TestSides, MovedLines>
  readonly to: ReadonlySet<TestSides>
}

/** For each test that goes, the new one that holds half of it or more and that a runner takes for one as well. */
export function successorsOf(sides: readonly TestSides[]): ReadonlyMap<TestSides, TestSides> {
  const free = new Set(sides.filter(({ isNew }) => isNew))
  const pairs = new Map<TestSides, TestSides>()
  for (const side of sides.filter(({ isGone }) => isGone)) {
    const rated = [...free].filter(({ path }) => isRunLike(side.path, path)).map((other) => ({ other, share: shared(side, other) }))
    const [likest] = rated.filter(({ share }) => share >= 0.5).toSorted((a, b) => b.share - a.share)
    if (likest === undefined) continue
    pairs.set(side, likest.other)
    free.delete(likest.other)
  }
  return pairs
}

/** Which lines went from one file to another. */
export function movesAmong(sides: readonly TestSides[], successors: ReadonlyMap<TestSides, TestSides>): Moves {
  const gained = gainedLines(sides, successors)
  const to = new Set<TestSides>()
  const isMoved = (from: TestSides) => (line: string): boolean => {
    const counts = gained.get(line.trim())
    const found = [...(counts ?? [])].find(([side, count]) => count > 0 && isRunLike(from.path, side.path))
    if (counts === undefined || found === undefined) return false
    counts.set(found[0], found[1] - 1)
    to.add(found[0])
    return true
  }
  const losing = sides.filter(({ isNew }) => !isNew).map((side) => ({ side, missing: without(side.before, (successors.get(side) ?? side).after) }))
  return { from: new Map(losing.map(({ side, missing }) => [side, { missing, moved: missing.filter(isMoved(side)) }])), to }
}

/** Line → how often each file has it now and did not before; one that took the place of another is compared with that. */
function gainedLines(sides: readonly TestSides[], successors: ReadonlyMap<TestSides, TestSides>): ReadonlyMap<string, Map<TestSides, number>> {
  const origins = new Map([...successors].map(([side, successor]) => [successor, side]))
  const gained = new Map<string, Map<TestSides, number>>()
  for (const side of sides) {
    for (const line of without(side.after, (origins.get(side) ?? side).before)) {
      const counts = gained.get(line.trim()) ?? new Map<TestSides, number>()
      gained.set(line.trim(), counts.set(side, (counts.get(side) ?? 0) + 1))
    }
  }
  return gained
}

function shared({ before }: TestSides, { after }: TestSides): number {
  const told = before.filter(isTelling)
  return told.length === 0 ? 1 : 1 - without(told, after).length / told.length
}

/** Lines of some that the others have not as often; how far they are set in does not count. */
function without(some: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>()
  for (const line of others) left.set(line.trim(), (left.get(line.trim()) ?? 0) + 1)
  return some.filter((line) => {
    const count = left.get(line.trim()) ?? 0
    left.set(line.trim(), count - 1)
    return count <= 0 && isTelling(line)
  })
}

/** A bracket alone is in every file. */
function isTelling(line: string): boolean {
  return /\w{2}/.test(line)
}
