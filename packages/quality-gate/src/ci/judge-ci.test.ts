import type { CiEntryResult, CiResult, TestCase, TestStatus } from '@autopack/contracts'
import { expect, test } from 'vitest'
import { judgeCi } from './judge-ci.ts'

function entry(changes: Partial<CiEntryResult>): CiEntryResult {
  return { run: ['npm', 'test'], exitCode: 0, ended: 'exited', durationMs: 5, report: null, reportError: null, excerpt: '', output: { hash: 'h', bytes: 0, mediaType: 'text/plain', name: 'ci-output.txt' }, ...changes }
}

/** A result of one entry whose report holds these tests. */
function tested(cases: Readonly<Record<string, TestStatus>>, changes: Partial<CiEntryResult> = {}, collectionErrors: readonly string[] = []): CiResult {
  const report = { cases: Object.entries(cases).map(([name, status]): TestCase => ({ name, status })), collectionErrors }
  const failed = collectionErrors.length > 0 || Object.values(cases).includes('failed')
  return { entries: [entry({ report, exitCode: failed ? 1 : 0, ...changes })] }
}

function untested(changes: Partial<CiEntryResult>): CiResult {
  return { entries: [entry(changes)] }
}

test('green: everything passes, and what is new is counted', () => {
  expect(judgeCi(tested({ a: 'passed', b: 'passed', c: 'skipped' }), tested({ a: 'passed' }))).toEqual({
    verdict: 'green', reasons: [], newFailures: [], knownFailures: [], counts: { passed: 2, failed: 0, skipped: 1 }, lostTests: [],
  })
})

test('a test that did not fail before makes it red and is named', () => {
  const verdict = judgeCi(tested({ a: 'passed', b: 'failed' }), tested({ a: 'passed', b: 'passed' }))
  expect(verdict).toMatchObject({ verdict: 'red', newFailures: ['b'], knownFailures: [], reasons: ['`npm test`: 1 test fails that did not before: b'] })
})

test('a failure of the baseline is known, and the exit code it explains is no fault', () => {
  expect(judgeCi(tested({ a: 'passed', b: 'failed' }), tested({ a: 'passed', b: 'failed' }))).toMatchObject({ verdict: 'green', reasons: [], knownFailures: ['b'], newFailures: [] })
})

test('a known failure does not hide a new one, nor one of the same name in another file or in greater number', () => {
  expect(judgeCi(tested({ b: 'failed', c: 'failed' }), tested({ b: 'failed', c: 'passed' }))).toMatchObject({ verdict: 'red', newFailures: ['c'], knownFailures: ['b'] })
  const named = (...files: readonly string[]): CiResult => untested({ exitCode: 1, report: { cases: files.map((file) => ({ name: 'works', status: 'failed', file })), collectionErrors: [] } })
  expect(judgeCi(named('a.js', 'b.js'), named('a.js'))).toMatchObject({ verdict: 'red', newFailures: ['works'], knownFailures: ['works'] })
  expect(judgeCi(named('a.js', 'a.js'), named('a.js'))).toMatchObject({ verdict: 'red', newFailures: ['works'] })
})

test('tests that cannot be loaded are red unless the very same could not be before', () => {
  const broken = tested({ a: 'passed' }, {}, ['b.test.js: SyntaxError'])
  expect(judgeCi(broken, tested({ a: 'passed' }))).toMatchObject({ verdict: 'red', reasons: [expect.stringContaining('b.test.js: SyntaxError')] })
  expect(judgeCi(broken, broken).verdict).toBe('green')
  expect(judgeCi(broken, tested({ a: 'passed' }, {}, ['b.test.js: another error'])).verdict).toBe('red')
})

test('an exit code that no failing test explains is red', () => {
  expect(judgeCi(tested({ a: 'passed' }, { exitCode: 1 }), tested({ a: 'passed' }))).toMatchObject({ verdict: 'red', reasons: [expect.stringContaining('although no test')] })
})

test('a report that cannot be read is red with its reason, and loses no tests', () => {
  const verdict = judgeCi(untested({ reportError: 'The TAP report cannot be read.' }), tested({ a: 'passed' }))
  expect(verdict).toMatchObject({ verdict: 'red', reasons: ['`npm test` exited with 0. The TAP report cannot be read.'], lostTests: [] })
})

test('zero tests are recorded before and red after a change', () => {
  expect(judgeCi(tested({}), null).verdict).toBe('green')
  expect(judgeCi(tested({}), tested({}))).toMatchObject({ verdict: 'red', reasons: [expect.stringContaining('Zero tests')] })
  expect(judgeCi(tested({ a: 'skipped' }), tested({ a: 'passed' }))).toMatchObject({ verdict: 'red', lostTests: ['a'] })
  expect(judgeCi(untested({}), untested({})).verdict).toBe('green')
})

test('tests that are gone or skipped are listed and not red by themselves', () => {
  expect(judgeCi(tested({ a: 'passed', b: 'skipped' }), tested({ a: 'passed', b: 'passed', c: 'failed' }))).toMatchObject({ verdict: 'green', lostTests: ['b', 'c'] })
})

test('without a report the exit code decides, and a red baseline cannot excuse it', () => {
  expect(judgeCi(untested({ exitCode: 2 }), untested({}))).toMatchObject({ verdict: 'red', reasons: ['`npm test` exited with 2.'] })
  expect(judgeCi(untested({ exitCode: 2 }), untested({ exitCode: 2 }))).toMatchObject({ verdict: 'red', reasons: [expect.stringContaining('give the entry a "report"')] })
})

test('a command at its limit or ended by a signal is red', () => {
  expect(judgeCi(untested({ ended: 'timed-out', exitCode: null, durationMs: 300_400 }), null)).toMatchObject({ verdict: 'red', reasons: [expect.stringMatching(/time limit, after 300 s.*"timeout"/)] })
  expect(judgeCi(untested({ ended: 'signalled', exitCode: null }), null).verdict).toBe('red')
})

test.each(['not-found', 'denied', 'aborted'] as const)('a command that was %s is the environment’s fault, whatever else fails', (ended) => {
  const result = { entries: [...tested({ a: 'failed' }).entries, entry({ ended, exitCode: null, excerpt: 'install it' })] }
  expect(judgeCi(result, null).verdict).toBe('environment')
  expect(judgeCi(result, null).reasons).toEqual([expect.stringMatching(ended === 'aborted' ? /stopped/ : /install it/)])
})

test('the baseline itself is described: every failure is new', () => {
  expect(judgeCi(tested({ a: 'failed', b: 'passed' }), null)).toMatchObject({ verdict: 'red', newFailures: ['a'], lostTests: [], counts: { passed: 1, failed: 1, skipped: 0 } })
})

test('ten thousand failures are judged at once', () => {
  const many = tested(Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`test ${index}`, 'failed' as const])))
  const started = performance.now()
  expect(judgeCi(many, many).verdict).toBe('green')
  expect(judgeCi(many, tested({})).reasons[0]?.length).toBeLessThan(300)
  expect(performance.now() - started).toBeLessThan(2_000)
})
