import { ChangeProblem, problemAt } from '../change-problem.ts'

/** Reads a text line by line. */
export interface LineReader {
  /** Of the line that `peek` shows, from 1. */
  readonly number: () => number
  /** The next line without its line feed; null at the end. */
  readonly peek: () => string | null
  readonly next: () => string
  /** The next line if it starts so, without that start. */
  readonly take: (start: string) => string | null
  readonly problem: (message: string) => ChangeProblem
}

/** Lines of a diff; more is none that anybody reads, and each takes memory. */
const most = 1_000_000

/** Throws a ChangeProblem for a text that ends in the middle of a line, and for one of too many. */
export function createLineReader(text: string): LineReader {
  const lines = text.split('\n', most + 2)
  if (lines.length > most + 1) throw new ChangeProblem(`the diff has more than ${most} lines; split it, or write files in full`)
  if (lines.pop() !== '') throw problemAt(lines.length + 1, 'the diff ends in the middle of a line; end it with a line feed')
  let at = 0
  const peek = (): string | null => lines[at] ?? null
  const problem = (message: string): ChangeProblem => problemAt(at + 1, message)
  const next = (): string => {
    const line = peek()
    if (line === null) throw problem('the diff ends too early')
    at += 1
    return line
  }
  return { number: () => at + 1, peek, next, problem, take: (start) => (peek()?.startsWith(start) === true ? next().slice(start.length) : null) }
}
