import { ChangeProblem } from '../change-problem.ts'
import type { FilePatch } from '../parsed-change.ts'
import { countLines } from './parse-hunk.ts'

/** Hunks follow each other without overlap, at positions that fit each other, and fit what happens to the file. Throws a ChangeProblem. */
export function checkHunks({ from, to, hunks }: FilePatch): void {
  const name = to ?? from ?? ''
  let [oldEnd, shift] = [0, 0]
  for (const [index, { oldStart, newStart, lines }] of hunks.entries()) {
    const count = countLines(lines)
    const which = `hunk ${index + 1} of ${name}`
    // with no line on a side, the header names the line before
    const [oldFirst, newFirst] = [count.old === 0 ? oldStart + 1 : oldStart, count.new === 0 ? newStart + 1 : newStart]
    if (oldFirst < 1 || newFirst < 1) throw new ChangeProblem(`${which} starts before the first line`)
    if (oldFirst <= oldEnd) throw new ChangeProblem(`${which} overlaps the one before it, or stands in the wrong order`)
    if (newFirst !== oldFirst + shift) throw new ChangeProblem(`${which} starts at new line ${newFirst}, but after the hunks before it, it would start at ${oldFirst + shift}; correct the positions`)
    oldEnd = oldFirst + count.old - 1
    shift += count.new - count.old
  }
  const counts = hunks.map(({ lines }) => countLines(lines))
  if (from === null && counts.some((count) => count.old > 0)) throw new ChangeProblem(`${name} is a new file, but its diff has lines of an old one`)
  if (to === null && counts.some((count) => count.new > 0)) throw new ChangeProblem(`${name} is deleted, but its diff leaves lines in it`)
  if ((from === null || to === null) && hunks.length > 1) throw new ChangeProblem(`${name} is ${from === null ? 'new' : 'deleted'}, but its diff has several hunks`)
}
