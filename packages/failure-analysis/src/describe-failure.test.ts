import type { CiEntryResult, CiVerdict, TestCase } from '@autopack/contracts'
import { expect, test } from 'vitest'
import { countTests } from './count-tests.ts'
import { describeFailure } from './describe-failure.ts'
import { hideRoots } from './hide-roots.ts'

function entry(changes: Partial<CiEntryResult>): CiEntryResult {
  return { run: ['npm', 'test'], exitCode: 1, ended: 'exited', durationMs: 5, report: null, reportError: null, excerpt: '', output: { hash: 'h', bytes: 0, mediaType: 'text/plain', name: 'ci-output.txt' }, ...changes }
}

function verdict(changes: Partial<CiVerdict>): CiVerdict {
  return { verdict: 'red', reasons: ['`npm test`: 1 test fails that did not before: greets'], newFailures: [], knownFailures: [], counts: { passed: 0, failed: 0, skipped: 0 }, lostTests: [], ...changes }
}

function failing(name: string, message: string): TestCase {
  return { name, status: 'failed', message, file: 'test/greet.test.js', line: 7 }
}

test('a failing test is named with its place and message, a known one is not blamed', () => {
  const report = { cases: [failing('greets', "Expected 'Hello, Ann'\n\nbut got 'Hello'"), failing('was broken before', 'old')], collectionErrors: [] }
  const text = describeFailure({ entries: [entry({ report, excerpt: 'noise' })] }, verdict({ newFailures: ['greets'], knownFailures: ['was broken before'], lostTests: ['gone'] }))
  expect(text).toBe(
    [
      '`npm test`: 1 test fails that did not before: greets',
      'Failing tests:',
      "- greets (test/greet.test.js:7): Expected 'Hello, Ann' but got 'Hello'",
      'Tests that no longer run:',
      '- gone',
    ].join('\n'),
  )
})

test('without a report the end of the output speaks, the same at every run', () => {
  const describe = (milliseconds: number): string => describeFailure({ entries: [entry({ excerpt: `compiling\nerror TS2304 in src/a.ts\nfinished in ${milliseconds} ms\n` })] }, verdict({ reasons: ['`npm test` exited with 1.'] }))
  expect(describe(12.5)).toContain('error TS2304 in src/a.ts')
  expect(describe(12.5)).toBe(describe(98))
})

test('however much fails, the text stays short', () => {
  const cases = Array.from({ length: 500 }, (_, index) => failing(`test ${index} ${'x'.repeat(500)}`, 'y'.repeat(5_000)))
  const text = describeFailure({ entries: [entry({ report: { cases, collectionErrors: [] } })] }, verdict({ newFailures: cases.map(({ name }) => name) }))
  expect(text.length).toBeLessThanOrEqual(1_500)
})

test('tests are counted over all reports', () => {
  const report = { cases: [failing('a', ''), { name: 'b', status: 'passed' as const }, { name: 'c', status: 'skipped' as const }], collectionErrors: [] }
  expect(countTests([entry({ report }), entry({}), entry({ report })])).toEqual({ passed: 2, failed: 2, skipped: 2 })
})

test('paths of a checkout become relative, colours go', () => {
  expect(hideRoots('\u001b[31mat file:///w/c/src/a.js:1 and /w/c/b in /w/c, not /w/d\u001b[39m', ['/w', '/w/c'])).toBe('at src/a.js:1 and b in ., not d')
})
