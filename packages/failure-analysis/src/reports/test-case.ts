import type { TestCase, TestStatus } from '@autopack/contracts'
import { hideRoots } from '../hide-roots.ts'
import { findPlace, type Place } from './place.ts'

export interface ReportedTest {
  readonly path: readonly string[]
  readonly status: TestStatus
  /** What the runner says of a failure; may end in a stack. */
  readonly text?: string | undefined
  /** The stack, where the runner gives it apart. */
  readonly stack?: string | undefined
  readonly file?: string | undefined
  readonly line?: number | undefined
}

const longestMessage = 1_000

/** A test case with everything of this checkout taken out, and the place of a failure found in its stack where it is not said. */
export function testCase(test: ReportedTest, roots: readonly string[]): TestCase {
  const name = test.path.map((part) => hideRoots(part, roots).trim()).join(' > ')
  if (test.status !== 'failed') return { name, status: test.status, ...placed(fileOf(test, roots)) }
  const text = hideRoots(test.text ?? '', roots).trim()
  const said = fileOf(test, roots)
  const thrown = findPlace(`${text}\n${hideRoots(test.stack ?? '', roots)}`)
  const elsewhere = said && thrown && said.file !== thrown.file ? ` (thrown at ${thrown.file}:${thrown.line})` : ''
  return { name, status: 'failed', message: `${firstParagraph(text).slice(0, longestMessage)}${elsewhere}`, ...placed(said?.line === null && said.file === thrown?.file ? thrown : (said ?? thrown)) }
}

function fileOf(test: ReportedTest, roots: readonly string[]): Place | null {
  if (test.file === undefined || test.file === '') return null
  return { file: hideRoots(test.file, roots), line: test.line ?? null }
}

function placed(place: Place | null): { file?: string; line?: number } {
  if (place === null) return {}
  return place.line === null ? { file: place.file } : { file: place.file, line: place.line }
}

/** The message without its stack. */
function firstParagraph(text: string): string {
  const lines = text.split('\n')
  const stack = lines.findIndex((line, index) => index > 0 && /^\s*(at |❯ )/.test(line))
  return (stack === -1 ? lines : lines.slice(0, stack)).join('\n').trim()
}
