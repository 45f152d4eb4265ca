import { expect, test } from 'vitest'
import { readReport, type ReportFormat } from './read-report.ts'
import type { ReportReading } from './report-reading.ts'

function reportOf(reading: ReportReading): unknown {
  return reading.kind === 'report' ? reading.report : reading.message
}

test.each<ReportFormat>(['tap', 'junit', 'vitest-json', 'jest-json'])('a %s report that is empty, garbage, half, huge or of another format is unreadable and says what to do', (format) => {
  const samples = ['', '   \n', 'hello world', '{"testResults": [', '[]', '{}', '<testsuites><testsuite name="x"><testcase', '\0\u{1F600}\uFFFD', 'x'.repeat((10 << 20) + 1)]
  for (const sample of samples) {
    const reading = readReport(format, sample)
    expect([sample.slice(0, 20), reading.kind]).toEqual([sample.slice(0, 20), 'unreadable'])
    expect(reading.kind === 'unreadable' && reading.message).toMatch(/\. \w|: (it may|run|check)|cannot be read/)
  }
})

test.each<ReportFormat>(['tap', 'junit', 'vitest-json', 'jest-json'])('a hostile %s report takes bounded time and never throws', (format) => {
  const hostile = [
    '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><testsuites><testsuite name="&b;&b;&b;"><testcase name="t"/></testsuite></testsuites>',
    '<!DOCTYPE f [<!ENTITY x SYSTEM "file:///etc/passwd">]><testsuites><testsuite name="&x;"/></testsuites>',
    '<testsuite>'.repeat(50_000),
    `{"testResults":${'['.repeat(100_000)}`,
    '{"__proto__":{"polluted":1},"testResults":[{"assertionResults":[{"title":"constructor","status":"failed","ancestorTitles":["__proto__"]}]}]}',
    Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(4 * depth)}# Subtest: x`).join('\n'),
    `not ok 1 - x\n  ---\n  a: &a [1,1]\n  b: &b [*a,*a]\n  c: &c [*b,*b]\n  d: [*c,*c]\n  ...\n1..1\n`,
    `not ok 1 - ${'a/'.repeat(100_000)}\n1..1\n`,
    `TAP version 13\nnot ok 1 - x\n  ---\n  error: '${'a.b/'.repeat(50_000)}:1'\n  ...\n1..1\n`,
    'x\n'.repeat(600_000),
  ]
  const started = performance.now()
  for (const text of hostile) expect(['report', 'unreadable']).toContain(readReport(format, text).kind)
  expect(performance.now() - started).toBeLessThan(10_000)
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
})

test('no entity is expanded and no file is read', () => {
  const text = '<!DOCTYPE f [<!ENTITY a "expanded"><!ENTITY x SYSTEM "file:///etc/passwd">]><testsuites><testsuite name="s"><testcase name="&a;"/></testsuite></testsuites>'
  expect(JSON.stringify(reportOf(readReport('junit', text)))).not.toMatch(/expanded|root:/)
})

test('a JUnit report of pytest: names by class, a collection failure apart', () => {
  const text = `<?xml version="1.0" encoding="utf-8"?><testsuites><testsuite name="pytest" errors="1" failures="1" skipped="1" tests="4">
    <testcase classname="tests.test_a.TestX" name="test_ok" time="0.1"/>
    <testcase classname="tests.test_a" name="test_bad" time="0.1"><failure message="assert 1 == 2">def test_bad():
&gt;   assert 1 == 2
E   assert 1 == 2

tests/test_a.py:4: AssertionError</failure></testcase>
    <testcase classname="tests.test_a" name="test_skip"><skipped type="pytest.skip" message="later">x</skipped></testcase>
    <testcase classname="" name="tests.test_b"><error message="collection failure">ImportError while importing test module '/w/tests/test_b.py'.</error></testcase>
  </testsuite></testsuites>`
  expect(reportOf(readReport('junit', text, ['/w']))).toEqual({
    cases: [
      { name: 'pytest > tests.test_a.TestX > test_ok', status: 'passed' },
      { name: 'pytest > tests.test_a > test_bad', status: 'failed', message: expect.stringContaining('assert 1 == 2'), file: 'tests/test_a.py', line: 4 },
      { name: 'pytest > tests.test_a > test_skip', status: 'skipped' },
    ],
    collectionErrors: ['tests.test_b: collection failure'],
  })
})

test('a JUnit report with one suite as its root, CDATA and character references', () => {
  const text = '<testsuite name="S"><testcase name="a &lt;b&gt; &#38; &quot;c&quot;"><error type="E"><![CDATA[boom <x>]]></error></testcase></testsuite>'
  expect(reportOf(readReport('junit', text))).toEqual({ cases: [{ name: 'S > a <b> & "c"', status: 'failed', message: 'boom <x>' }], collectionErrors: [] })
})

test('a jest report among the lines of a package manager', () => {
  const text = `> project@1.0.0 test\n> jest --json\n\n{"numTotalTests":2,"testResults":[{"name":"/w/a.test.js","status":"failed","message":"● s › bad","assertionResults":[{"ancestorTitles":["s"],"title":"ok","status":"passed","failureMessages":[]},{"ancestorTitles":["s"],"title":"bad","status":"failed","failureMessages":["\\u001b[31mError: boom\\u001b[39m\\n    at Object.<anonymous> (/w/src/a.js:7:3)\\n    at x (/w/node_modules/jest/a.js:1:1)"],"location":null},{"ancestorTitles":[],"title":"later","status":"pending"}]},{"name":"/w/b.test.js","status":"failed","message":"  ● Test suite failed to run\\n\\n    Cannot find module './missing' from '/w/b.test.js'\\n","assertionResults":[]}]}\n\nnpm notice\n`
  expect(reportOf(readReport('jest-json', text, ['/w']))).toEqual({
    cases: [
      { name: 's > ok', status: 'passed', file: 'a.test.js' },
      { name: 's > bad', status: 'failed', message: 'Error: boom (thrown at src/a.js:7)', file: 'a.test.js' },
      { name: 'later', status: 'skipped', file: 'a.test.js' },
    ],
    collectionErrors: ["b.test.js: ● Test suite failed to run Cannot find module './missing' from 'b.test.js'"],
  })
})

test('TAP of others: todo, skip, bail out, a plan that is not met, points without names', () => {
  const read = (text: string): unknown => reportOf(readReport('tap', text))
  expect(read('1..4\nok 1 - a\nnot ok 2 - b # TODO later\nok 3 - c # SKIP no\nnot ok 4 - d\n  ---\n  message: broke\n  at:\n    fileName: lib/d.js\n    lineNumber: 9\n  ...\n')).toEqual({
    cases: [
      { name: 'a', status: 'passed' },
      { name: 'b', status: 'skipped' },
      { name: 'c', status: 'skipped' },
      { name: 'd', status: 'failed', message: 'broke', file: 'lib/d.js', line: 9 },
    ],
    collectionErrors: [],
  })
  expect(read('1..3\nok 1 - a\n')).toMatchObject({ collectionErrors: [expect.stringContaining('plans 3 tests and holds 1')] })
  expect(read('TAP version 14\nok 1 - a\n')).toMatchObject({ collectionErrors: [expect.stringContaining('without a plan')] })
  expect(read('1..2\nok 1 - a\nBail out! no database\n')).toMatchObject({ collectionErrors: ['The test run bailed out: no database'] })
  expect(read('1..0 # SKIP nothing to do\n')).toEqual({ cases: [], collectionErrors: [] })
})

test('lines before and after TAP are nobody’s tests', () => {
  const text = '> project@1 test\n> node --test\nnot ok 9 - printed by a build\nTAP version 13\nok 1 - real\n1..1\nnpm notice new version\n'
  expect(reportOf(readReport('tap', text))).toEqual({ cases: [{ name: 'real', status: 'passed' }], collectionErrors: [] })
})
