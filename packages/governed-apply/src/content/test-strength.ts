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
  }
}

/** How often a text tells a compiler in a comment whether to read it. */
export function buildDirectives(text: string): number {
  return times(text, directives)
}

function times(text: string, expression: RegExp): number {
  return text.match(expression)?.length ?? 0
}
