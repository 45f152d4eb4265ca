import type { Hunk, HunkLine } from '../parsed-change.ts'
import type { LineReader } from './line-reader.ts'

const kinds: Readonly<Record<string, HunkLine['kind']>> = { ' ': 'context', '+': 'added', '-': 'deleted' }
const header = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@(?: .*)?$/

export function countLines(lines: readonly HunkLine[]): { readonly old: number; readonly new: number } {
  return { old: lines.filter(({ kind }) => kind !== 'added').length, new: lines.filter(({ kind }) => kind !== 'deleted').length }
}

/** One hunk, its lines as many as its header says. Throws a ChangeProblem. */
export function parseHunk(reader: LineReader): Hunk {
  const at = reader.number()
  const match = header.exec(reader.peek() ?? '')
  if (match === null) throw reader.problem(`expected @@ -line,count +line,count @@, found ${JSON.stringify((reader.peek() ?? '').slice(0, 80))}`)
  reader.next()
  const [oldStart, oldCount, newStart, newCount] = [match[1], match[2] ?? '1', match[3], match[4] ?? '1'].map(Number)
  const promised = { old: oldCount ?? 0, new: newCount ?? 0 }
  const lines = parseLines(reader, promised)
  if (lines.every(({ kind }) => kind === 'context')) throw reader.problem(`the hunk of line ${at} changes nothing`)
  return { oldStart: oldStart ?? 0, newStart: newStart ?? 0, lines }
}

function parseLines(reader: LineReader, promised: { readonly old: number; readonly new: number }): readonly HunkLine[] {
  const lines: HunkLine[] = []
  const count = { old: 0, new: 0 }
  const ended = { old: false, new: false }
  const wrong = (): Error => reader.problem(`the hunk promises ${promised.old} old and ${promised.new} new lines, and has ${count.old} and ${count.new} up to here; correct the counts, and write an empty line of context as one space`)
  while (count.old < promised.old || count.new < promised.new) {
    const line = reader.peek()
    const kind = kinds[line?.[0] ?? '']
    if (line === null || kind === undefined) throw wrong()
    const sides = { old: kind !== 'added', new: kind !== 'deleted' }
    if ((sides.old && ended.old) || (sides.new && ended.new)) throw reader.problem('a line follows the one that has no line feed at its end')
    count.old += Number(sides.old)
    count.new += Number(sides.new)
    if (count.old > promised.old || count.new > promised.new) throw wrong()
    reader.next()
    const terminated = reader.take('\\ ') === null
    if (!terminated && line.length === 1) throw reader.problem('a line that is empty and has no line feed is no line')
    lines.push({ kind, text: line.slice(1), terminated })
    if (!terminated) Object.assign(ended, { old: ended.old || sides.old, new: ended.new || sides.new })
  }
  const following = reader.peek()
  if (following !== null && /^[ +\\]|^-(?!-- )/.test(following)) throw wrong()
  return lines
}
