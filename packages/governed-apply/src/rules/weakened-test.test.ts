import { expect, test } from 'vitest'
import { judged, objections, openTrial, type Side } from '../../test/trial.ts'

const two = "import { expect, test } from 'vitest'\ntest('a', () => {\n  expect(a()).toBe(1)\n})\ntest('b', () => {\n  expect(b()).toEqual([1, 2])\n})\n"
const python = 'def test_a():\n    assert a() == 1\n\n\ndef test_b():\n    assert b() == 2\n'

const weakened: readonly (readonly [what: string, path: string, before: Side, after: Side])[] = [
  ['deleted', 'test/a.test.js', two, null],
  ['emptied', 'test/a.test.js', two, '\n'],
  ['skipped', 'test/a.test.js', two, two.replace("test('b'", "test.skip('b'")],
  ['left for later', 'test/a.test.js', two, two.replace("test('b'", "test.todo('b'")],
  ['the only one that runs', 'test/a.test.js', two, two.replace("test('a'", "test.only('a'")],
  ['commented out', 'test/a.test.js', two, two.replace("  expect(b()).toEqual([1, 2])", '  // expect(b()).toEqual([1, 2])')],
  ['taken out', 'test/a.test.js', two, two.slice(0, two.indexOf("test('b'"))],
  ['made vague', 'test/a.test.js', two, two.replace('.toEqual([1, 2])', '.toBeTruthy()')],
  ['made true', 'test/a.test.js', two, two.replace('expect(b()).toEqual([1, 2])', 'expect(true).toBe(true)')],
  ['given another way out', 'a_test.py', python, python.replace('b() == 2', 'b() == 2 or True')],
  ['skipped in Python', 'tests/test_a.py', python, `import pytest\n\n\n${python.replace('def test_b', '@pytest.mark.skip\ndef test_b')}`],
  ['ignored in Rust', 'tests/a.rs', '#[test]\nfn a() { assert_eq!(1, 1); }\n', '#[test]\n#[ignore]\nfn a() { assert_eq!(1, 1); }\n'],
  ['skipped in Go', 'a_test.go', 'package a\nfunc TestA(t *testing.T) {\n\tt.Fatal()\n}\n', 'package a\nfunc TestA(t *testing.T) {\n\tt.Skip()\n\tt.Fatal()\n}\n'],
]

test.each(weakened)('a test that is %s asks a person, whatever a plan lifts', async (_, path, before, after) => {
  const request = { allow: { 'lost-symbol': ['**'], shrinkage: ['**'], churn: ['**'] } }
  expect(await judged(path, before, after, request)).toEqual([`ask weakened-test ${path}`])
})

const stronger: readonly (readonly [what: string, path: string, before: Side, after: Side])[] = [
  ['a new test', 'test/a.test.js', null, two],
  ['one more case', 'test/a.test.js', two, `${two}test('c', () => {\n  expect(c()).toBe(3)\n})\n`],
  ['another expectation', 'test/a.test.js', two, two.replace('toBe(1)', 'toBe(2)')],
  ['a case renamed', 'test/a.test.js', two, two.replace("test('a'", "test('says a'")],
  ['a vague check made exact', 'test/a.test.js', two.replace('toBe(1)', 'toBeTruthy()'), two],
  ['a skipped case that runs again', 'test/a.test.js', two.replace("test('b'", "test.skip('b'"), two],
  ['source that is no test', 'src/a.js', 'export function a() { assert(1) }\n', 'export function a() {}\n'],
]

test.each(stronger)('%s asks nobody', async (_, path, before, after) => {
  expect(await judged(path, before, after)).toEqual([])
})

test('a test that moves is not deleted', async () => {
  const { judge } = await openTrial({ 'test/a.test.js': two })
  expect(objections(await judge({ 'test/a.test.js': null, 'test/sub/a.test.js': two }))).toEqual([])
  expect(objections(await judge({ 'test/a.test.js': null, 'test/sub/a.test.js': two.replace('b()', 'c()') }))).toEqual([])
  expect(objections(await judge({ 'test/a.test.js': null, 'src/a.txt': two }))).toEqual(['ask weakened-test test/a.test.js'])
})
