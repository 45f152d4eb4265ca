import type { ChangedFile } from './changed-file.ts'
import { codeOf } from './code-of.ts'
import { isSnapshot, isTestPath } from './test-path.ts'

/** Both sides of a file of tests. */
export interface TestSides {
  readonly path: string
  readonly text: { readonly before: string; readonly after: string }
  /** Lines of code, without comments. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly isNew: boolean
  readonly isGone: boolean
}

export function testSides(files: readonly ChangedFile[]): readonly TestSides[] {
  return files.filter(isTest).map(sidesOf)
}

/** Rust keeps the tests of a module beside it. */
const inlineTests = /#\[cfg\(test\)\]|#\[(?:\w+::)?test\b/

function isTest({ path, before }: ChangedFile): boolean {
  return isTestPath(path) || (path.endsWith('.rs') && before !== null && inlineTests.test(before.text))
}

function sidesOf({ path, before, after }: ChangedFile): TestSides {
  const text = { before: before?.text ?? '', after: after?.text ?? '' }
  return { path, text, before: linesOf(path, text.before), after: linesOf(path, text.after), isNew: before === null, isGone: after === null }
}

function linesOf(path: string, text: string): readonly string[] {
  const from = isTestPath(path) ? 0 : text.search(inlineTests)
  const tests = from === -1 ? '' : text.slice(from)
  return (isSnapshot(path) ? tests : codeOf(path, tests)).split('\n')
}
