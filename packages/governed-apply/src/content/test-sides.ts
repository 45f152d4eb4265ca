import type { ChangedFile, FileBody } from './changed-file.ts'
import { codeOf } from './code-of.ts'
import { isSnapshot, isTestPath } from './test-path.ts'

/** Both sides of a file of tests. */
export interface TestSides {
  readonly path: string
  readonly text: { readonly before: string; readonly after: string }
  /** Lines of code, without comments; of a binary file its id alone. */
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly wasBinary: boolean
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
  const text = { before: textOf(before), after: textOf(after) }
  const wasBinary = before?.isBinary === true
  return { path, text, before: linesOf(path, before), after: linesOf(path, after), wasBinary, isNew: before === null, isGone: after === null }
}

/** What is between the NULs of a binary file is no code. */
function textOf(body: FileBody | null): string {
  return body === null || body.isBinary ? '' : body.text
}

function linesOf(path: string, body: FileBody | null): readonly string[] {
  if (body?.isBinary === true) return [body.blob]
  const text = textOf(body)
  const from = isTestPath(path) ? 0 : text.search(inlineTests)
  const tests = from === -1 ? '' : text.slice(from)
  return (isSnapshot(path) ? tests : codeOf(path, tests)).split('\n')
}
