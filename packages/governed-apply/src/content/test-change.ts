import type { ChangedFile } from './changed-file.ts'
import { movesAmong, successorsOf } from './moved-lines.ts'
import { isNamedTest, isSnapshot } from './test-path.ts'
import { testSides } from './test-sides.ts'
import { buildDirectives, testStrength, type TestStrength } from './test-strength.ts'

/** A file of tests before and after a change: what moved to other tests is still there. */
export interface TestChange {
  readonly path: string
  readonly before: TestStrength
  readonly after: TestStrength
  /** Nothing of it was there before, under any name. */
  readonly isNew: boolean
  /** No other file holds half of what it held. */
  readonly isGone: boolean
  /** What a snapshot held and no snapshot holds any more, in lines; a binary one is one line. */
  readonly forgotten: number
  readonly wasBinary: boolean
}

/** Every file of tests that a change writes or takes away; one that takes the place of another is compared with that. */
export function testChanges(files: readonly ChangedFile[]): readonly TestChange[] {
  const sides = testSides(files)
  const successors = successorsOf(sides)
  const moves = movesAmong(sides, successors)
  const taken = new Set(successors.values())
  return sides.filter((side) => !taken.has(side)).map((side) => {
    const now = successors.get(side) ?? side
    const { missing, moved } = moves.from.get(side) ?? { missing: [], moved: [] }
    const directives = Math.max(0, buildDirectives(now.text.after) - buildDirectives(side.text.before))
    const after = testStrength(now.path, [...now.after, ...moved].join('\n'))
    return {
      path: side.path,
      wasBinary: side.wasBinary,
      before: testStrength(side.path, side.before.join('\n')),
      after: { ...after, chooses: after.chooses + directives },
      isNew: side.isNew && !moves.to.has(side),
      isGone: now.isGone && moved.length < missing.length / 2 && (isNamedTest(side.path) || isSnapshot(side.path)),
      forgotten: isSnapshot(side.path) ? missing.length - moved.length : 0,
    }
  })
}
