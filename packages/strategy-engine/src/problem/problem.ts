import type { Path } from './path.ts'
import { formatPath } from './path.ts'

/** Something wrong in a text a person wrote. `line` and `column` count from 1. */
export interface Problem {
  readonly file: string
  readonly line: number
  readonly column: number
  /** `tiers[0].phases[1].scope`; `document` for the whole. */
  readonly path: string
  /** What is wrong, and what is allowed. */
  readonly message: string
}

/** What a check found, before it has a position. `at: 'key'` points at the name instead of its value. */
export interface Finding {
  readonly path: Path
  readonly message: string
  readonly at?: 'key' | 'value'
}

/** A place in a text, counted from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** The position of what a path names, or of the nearest thing around it that exists. */
export type Locate = (path: Path, at?: 'key' | 'value') => Position

/** One line: `file:line:column path: what is wrong, what is allowed`. */
export function formatProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column} ${problem.path}: ${problem.message}`
}

/** More than a person reads at once. */
const most = 100

/** Findings with their positions, in the order in which the text is read; beyond a hundred only how many there are. */
export function problemsOf(findings: readonly Finding[], document: { readonly file: string; readonly locate: Locate }): Problem[] {
  const placed = findings.slice(0, most).map(({ path, message, at }) => ({ file: document.file, ...document.locate(path, at), path: formatPath(path), message }))
  return firstOf(placed.toSorted((one, other) => one.line - other.line || one.column - other.column), findings.length)
}

/** At most a hundred problems, and a line that says how many are not shown. */
export function firstOf(problems: readonly Problem[], count: number = problems.length): Problem[] {
  const shown = problems.slice(0, most)
  const last = shown.at(-1)
  return last === undefined || count <= most ? shown : [...shown, { ...last, path: 'document', message: `${count - most} more problems are not shown; correct these first` }]
}
