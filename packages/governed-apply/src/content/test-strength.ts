import { posix } from 'node:path'
import { withoutTexts } from './code-of.ts'
import { directives, emptyChecks, quotedSkips, repeatedChecks, testWords, type TestWord } from './test-words.ts'

/** How much a test file tests, counted by words: numbers to compare two versions of one file by. */
export interface TestStrength {
  readonly cases: number
  readonly skips: number
  /** What says to a runner or a compiler which tests there are. */
  readonly chooses: number
  /** Those that may fail. */
  readonly checks: number
  readonly exact: number
  readonly vague: number
  /** Checks that cannot fail. */
  readonly empty: number
  /** Stand-ins for the module that the file is named after. */
  readonly replaced: number
}

/** `code`: without its comments. */
export function testStrength(path: string, code: string): TestStrength {
  const bare = withoutTexts(path, code)
  const count = (word: TestWord): number => times(bare, testWords[word])
  const empty = times(bare, emptyChecks)
  return {
    cases: count('cases'),
    skips: count('skips') + times(code, quotedSkips),
    chooses: count('chooses'),
    checks: count('checks') - empty - times(bare, repeatedChecks),
    exact: count('exact'),
    vague: count('vague'),
    empty,
    replaced: standIns(path, code),
  }
}

function standIns(path: string, code: string): number {
  const subject = posix.basename(path).split(/[._-](?:tests?|spec|e2e|unit)\b/)[0]
  const mocked = [...code.matchAll(/\b(?:vi|jest)\.(?:do)?[mM]ock\(\s{0,9}(?:import\(\s{0,9})?["'`](\.[^"'`\n]{1,300})["'`]/g)]
  return mocked.filter(([, module = '']) => posix.basename(module).replace(/\.[cm]?[jt]sx?$/, '') === subject).length
}

/** How often a text tells a compiler in a comment whether to read it. */
export function buildDirectives(text: string): number {
  return times(text, directives)
}

function times(text: string, expression: RegExp): number {
  return text.match(expression)?.length ?? 0
}
