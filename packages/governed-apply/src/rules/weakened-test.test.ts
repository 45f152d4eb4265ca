import { expect, test } from 'vitest'
import type { FileBody } from '../content/changed-file.ts'
import { testChanges } from '../content/test-change.ts'
import { judged, objections, openTrial, type Side } from '../../test/trial.ts'

const two = "import { expect, test } from 'vitest'\ntest('a', () => {\n  expect(a()).toBe(1)\n})\ntest('b', () => {\n  expect(b()).toEqual([1, 2])\n})\n"
const python = 'def test_a():\n    assert a() == 1\n\n\ndef test_b():\n    assert b() == 2\n'
const many = "it('a', () => {\n  expect(f()).toHaveLength(3)\n  expect(g).toThrow('denied')\n  expect(n()).toBeCloseTo(3.14, 5)\n  expect(h).toHaveBeenCalledTimes(1)\n  expect(o).toHaveProperty('a.b', 3)\n})\n"
const go = 'package a\nfunc TestA(t *testing.T) {\n\tt.Fatal()\n}\n'
const rust = 'fn f() {}\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn a() { assert_eq!(1, 1); }\n}\n'
const old = two.replaceAll(/\b([ab])\(\)/g, '$1(0)')

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
  ...inOneFile('test/a.test.js', two, {
    'made of checks of nothing': two.replaceAll(/expect\(\w\(\)\)\.\w+\(.*\)/g, 'expect(2).toBe(2)'),
    'made to compare a call with itself': two.replace('expect(a()).toBe(1)', 'expect(a()).toBe(a())'),
    'in a comment that begins after code': `${two.slice(0, two.indexOf("test('b'"))}void 0 /*\n${two.slice(two.indexOf("test('b'"))}*/\n`,
    'in a template': `${two.slice(0, two.indexOf("test('b'"))}export const off = \`\n${two.slice(two.indexOf("test('b'"))}\`\n`,
    'never reached': two.replace("test('b'", "if (false) test('b'"),
    'run on a condition': two.replace("test('b'", "if (process.env.NEVER)\n  test('b'"),
    'left at its beginning': two.replace('  expect(b())', '  return\n  expect(b())'),
    'left before its check': two.replace('  expect(b())', '  b()\n  return\n  expect(b())'),
    'caught': two.replace('expect(b()).toEqual([1, 2])', 'try { expect(b()).toEqual([1, 2]) } catch {}'),
    'equal to anything': two.replace('[1, 2]', 'expect.anything()'),
    'only not something': two.replace('.toBe(1)', ".not.toBe('x')"),
    'skipped by a name in quotes': two.replace("test('b'", "test['skip']('b'"),
    'of a stand-in': `vi.mock('../src/a.js', () => ({ a: () => 1 }))\n${two}`,
    'ended by the process': two.replace("test('a'", "process.exit(0)\ntest('a'"),
  }),
  ...inOneFile('test/b.test.js', many, {
    'no longer of a length': many.replace('toHaveLength(3)', 'toBeDefined()'),
    'no longer of a message': many.replace("toThrow('denied')", 'toThrow()'),
    'close to everything': many.replace('3.14, 5', '3.14, -9'),
    'no longer counted': many.replace('toHaveBeenCalledTimes(1)', 'toHaveBeenCalled()'),
    'no longer of a property': many.replace("toHaveProperty('a.b', 3)", 'toBeTruthy()'),
  }),
  ...inOneFile('tests/test_a.py', python, {
    'skipped by a decorator of unittest': `from unittest import skip\n\n\n${python.replace('def test_b', '@skip("x")\ndef test_b')}`,
    'skipped by what it raises': python.replace('    assert b()', '    raise unittest.SkipTest("x")\n    assert b()'),
    'no test to its runner': `__test__ = False\n${python}`,
    'left in Python': python.replace('    assert b()', '    return\n    assert b()'),
    'in a text of many lines': `${python.replace('def test_b', '"""\ndef test_b')}"""\n`,
  }),
  ['left to a runner’s hook', 'tests/conftest.py', 'x = 1\n', 'x = 1\ndef pytest_collection_modifyitems(items):\n    items[:] = []\n'],
  ['ignored by its folder', 'tests/conftest.py', 'x = 1\n', 'x = 1\ncollect_ignore_glob = ["*"]\n'],
  ['ignored by a folder that says so anew', 'tests/conftest.py', null, 'collect_ignore = ["test_a.py"]\n'],
  ['kept from the compiler in Go', 'a_test.go', go, `//go:build never\n\n${go}`],
  ['only told of in Go', 'a_test.go', go, go.replace('Fatal', 'Log')],
  ['ignored in Rust by a setting', 'tests/a.rs', '#[test]\nfn a() { assert_eq!(1, f()); }\n', '#[test]\n#[cfg_attr(all(), ignore)]\nfn a() { assert_eq!(1, f()); }\n'],
  ['ignored in Rust beside the code', 'src/lib.rs', rust, rust.replace('#[test]', '#[test]\n    #[ignore]')],
  ['skipped in C#', 'App.Tests/A.cs', 'class A {\n  [Fact]\n  public void X() { Assert.Equal(1, F()); }\n}\n', 'class A {\n  [Fact(Skip = "x")]\n  public void X() { Assert.Equal(1, F()); }\n}\n'],
  ['skipped in Ruby', 'spec/a_spec.rb', "it 'a' do\n  expect(f).to eq(1)\nend\n", "it 'a' do\n  skip\n  expect(f).to eq(1)\nend\n"],
  ['skipped in Swift', 'Tests/ATests.swift', 'func testA() throws { XCTAssertEqual(f(), 1) }\n', 'func testA() throws { throw XCTSkip() }\n'],
  ['left to an assumption in Java', 'src/ATest.java', 'class ATest {\n  @Test void a() { assertEquals(1, f()); }\n}\n', 'class ATest {\n  @Test void a() { assumeTrue(false); assertEquals(1, f()); }\n}\n'],
  ['skipped in a shell', 'test/a.bats', '@test "a" {\n  [ "$(f)" = 1 ]\n}\n', '@test "a" {\n  skip\n  [ "$(f)" = 1 ]\n}\n'],
  ['compared with something else', 'src/__snapshots__/a.test.ts.snap', 'exports[`a 1`] = `safe`;\n', 'exports[`a 1`] = `other`;\n'],
  ...['app/tests.py', 'test.js', 'src/x-test.js', 't/a.t', 'features/a.feature', 'lib/a_spec.rb', 'src/__snapshots__/a.js.snap', 'src/AuthIT.java', 'tests/conftest.py', 'src/a_unittest.cc'].map((path) => [`gone with ${path}`, path, 'something\n', null] as const),
]

/** What becomes of one file. */
function inOneFile(path: string, before: string, after: Readonly<Record<string, string>>): readonly (readonly [what: string, path: string, before: Side, after: Side])[] {
  return Object.entries(after).map(([what, text]) => [what, path, before, text] as const)
}

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
  ['a new test that is skipped somewhere', 'test/a.test.js', null, two.replace("test('b'", "test.skipIf(isWindows)('b'")],
  ['a check that words of a comment look like', 'test/a.test.js', `// expect(c()).toBe(3)\n${two}`, two],
  ['words of a text', 'test/a.test.js', two, two.replace('a()', "a('expect(true).toBe(true); it.skip()')")],
  ['a call that gives the same twice', 'test/a.test.js', two, `${two}test('c', () => {\n  expect(key(1)).toBe(key(1))\n})\n`],
  ['a stand-in for another module', 'test/a.test.js', two, `vi.mock('../src/b.js', () => ({ b: () => 1 }))\nvi.mock('a')\n${two}`],
  ['a number of what is left out', 'test/a.test.js', two, two.replace('a()', 'a({ skip: 10, take: 5 })')],
  ['a function that returns', 'test/a.test.js', two, two.replace('a()', 'a(() => {\n    if (b) {\n      return\n    }\n    c()\n  })')],
  ['what is cleaned up as far as it goes', 'test/a.test.js', two, `${two}after(() => {\n  try { remove() } catch {}\n})\n`],
  ['an expression with quotes', 'test/a.test.js', two, two.replace("test('b'", "const quote = /[\"'`]/\ntest('b'")],
  ['a snapshot of one more', 'test/__snapshots__/a.js.snap', 'exports[`a 1`] = `a`;\n', 'exports[`a 1`] = `a`;\n\nexports[`b 1`] = `b`;\n'],
  ['a fixture of tests', 'tests/conftest.py', 'x = 1\n', 'import pytest\n\n\n@pytest.fixture\ndef client():\n    return 1\n'],
  ['a mark of all tests', 'tests/test_a.py', python, `import pytest\n\npytestmark = pytest.mark.asyncio\n\n\n${python}`],
  ['what a test reads', 'test/fixtures/a.txt', 'one\n', null],
  ['an assertion in code beside tests of Rust', 'src/lib.rs', rust.replace('fn f() {}', 'fn f() { assert!(x); }'), rust],
  ['source that is no test', 'src/a.js', 'export function a() { assert(1) }\n', 'export function a() {}\n'],
]

test.each(stronger)('%s asks nobody', async (_, path, before, after) => {
  expect(await judged(path, before, after)).toEqual([])
})

const three = `${two}test('c', () => {\n  expect(c()).toBe(3)\n})\n`
const [first, last] = [three.slice(0, three.indexOf("test('b'")), three.slice(three.indexOf("test('b'"))]
const imports = "import { expect, test } from 'vitest'\n"

test.each<readonly [string, Readonly<Record<string, Side>>]>([
  ['to another folder', { 'test/a.test.js': null, 'test/sub/a.test.js': three }],
  ['with a change', { 'test/a.test.js': null, 'test/sub/a.test.js': three.replace('b()', 'd()') }],
  ['to a name of its language’s other ending', { 'test/a.test.js': null, 'test/a.test.ts': three }],
  ['to another name of a test', { 'test/a.test.js': null, 'test/a.spec.js': three }],
  ['in part to a new file', { 'test/a.test.js': first, 'test/b.test.js': `${imports}${last}` }],
  ['to two files', { 'test/a.test.js': null, 'test/b.test.js': first, 'test/c.test.js': `${imports}${last}` }],
  ['together with another to a new one', { 'test/a.test.js': null, 'test/old.test.js': null, 'test/all.test.js': `${three}${old.slice(imports.length)}` }],
  ['to the end of another', { 'test/a.test.js': null, 'test/old.test.js': `${old}${three.slice(imports.length)}` }],
])('a test that moves %s is not deleted', async (_, files) => {
  const { judge } = await openTrial({ 'test/a.test.js': three, 'test/old.test.js': old })
  expect(objections(await judge(files))).toEqual([])
})

const junk = "import { expect, test } from 'vitest'\ntest('x', () => {\n  expect(x()).toBe(1)\n})\n".repeat(3)

/** Of 40 lines, each of which says `it(` and `expect(`. */
function picture(name: string): Uint8Array {
  return Buffer.from(`\u0089PNG\0${name}\n${`it('${name}', () => expect(${name}))\n`.repeat(40)}`, 'latin1')
}

const shot = 'src/__image_snapshots__/a.png'

test('a picture that tests compare with is another one, whatever lines are in it', async () => {
  const { judge } = await openTrial({ [shot]: picture('a') })
  const saidOf = async (files: Readonly<Record<string, Side>>): Promise<readonly string[]> => {
    const judgement = await judge(files)
    return judgement.kind === 'accepted' ? judgement.asks.map(({ message }) => message) : [judgement.kind]
  }
  expect(await saidOf({ [shot]: picture('b') })).toEqual([expect.stringContaining('is weakened: what tests compare with is another file;')])
  expect(await saidOf({ [shot]: null })).toEqual([expect.stringContaining('is deleted')])
  expect(await saidOf({ [shot]: null, 'src/__image_snapshots__/b.png': picture('b') })).toEqual([expect.stringContaining('is deleted')])
  expect(await saidOf({ [shot]: null, 'src/__image_snapshots__/b.png': picture('a') })).toEqual([])
})

test('in a picture that a test reads are no tests, and a test that becomes one is gone', async () => {
  expect(await judged('test/fixtures/a.png', picture('a'), Buffer.from('\u0089PNG\0', 'latin1'))).toEqual([])
  expect(await judged('tests/a.unknown', "it('a', () => expect(a))\n", picture('a'), { allow: { 'hidden-character': ['**'] } })).toEqual(['ask weakened-test tests/a.unknown'])
})

test.each<readonly [string, Readonly<Record<string, Side>>]>([
  ['aside', { 'test/a.test.js': null, 'test/a.test.js.off': three }],
  ['to a name that is no test', { 'test/a.test.js': null, 'src/a.txt': three }],
  ['to a name in a folder of tests that no runner takes', { 'test/a.test.js': null, 'test/a.md': three }],
  ['to a document', { 'test/a.test.js': null, 'docs/tests/a.md': three }],
  ['away, for as many others', { 'test/a.test.js': null, 'test/junk.test.js': junk }],
  ['into a comment', { 'test/a.test.js': null, 'test/b.test.js': `/*\n${three}*/\n` }],
  ['in part, into what is never reached', { 'test/a.test.js': first, 'test/b.test.js': `${imports}if (false) {\n${last}}\n` }],
  ['and is a link', { 'test/a.test.js': { mode: '120000', text: 'old.test.js' } }],
])('a test that goes %s asks', async (_, files) => {
  const { judge } = await openTrial({ 'test/a.test.js': three })
  const said = objections(await judge(files, { allow: { symlink: ['**'], syntax: ['**'] } }))
  expect(said.filter((each) => each.startsWith('ask weakened-test test/'))).not.toEqual([])
})

test('a name that a runner needs is not taken off a test of Python', async () => {
  const { judge } = await openTrial({ 'tests/test_a.py': python })
  expect(objections(await judge({ 'tests/test_a.py': null, 'tests/a.py': python }))).toEqual(['ask weakened-test tests/test_a.py'])
  expect(objections(await judge({ 'tests/test_a.py': null, 'tests/a_test.py': python }))).toEqual([])
})

test.each<readonly [string, (times: number) => string]>([
  ['quotes', (times) => "'".repeat(125_000 * times)],
  ['one long text', (times) => `const a = '${'x'.repeat(2_250_000 * times)}'\n`],
  ['comments that never end', (times) => '/*\n'.repeat(125_000 * times)],
  ['expectations that never end', (times) => 'expect('.repeat(75_000 * times)],
  ['blanks', (times) => `expect(${' '.repeat(250_000 * times)}`],
  ['blocks that are tried', (times) => 'try { expect '.repeat(25_000 * times)],
  ['words', (times) => 'a'.repeat(1_250_000 * times)],
])('a test of nothing but %s is read in a time of its length', { timeout: 60_000 }, (_, textOf) => {
  expect(growthOf((times) => testChanges([{ path: 'test/a.test.js', before: bodyOf('x\n'), after: bodyOf(textOf(times)) }]))).toBeLessThan(10)
})

test('as many equal lines as a file may have that move are looked for in a time of their length', { timeout: 60_000 }, () => {
  const moving = (times: number): unknown => {
    const body = bodyOf('expect(a)\n'.repeat(75_000 * times))
    return testChanges([{ path: 'test/a.test.js', before: body, after: null }, { path: 'test/b.test.js', before: null, after: body }, { path: 'test/b.md', before: null, after: body }, { path: 'test/c.test.py', before: body, after: null }])
  }
  expect(growthOf(moving)).toBeLessThan(10)
})

/** How many times longer four times as much takes, on any host: about 4 where time goes with length, 16 where with its square. */
function growthOf(task: (times: number) => unknown): number {
  const once = (times: number): number => {
    const before = process.threadCpuUsage()
    task(times)
    const { user, system } = process.threadCpuUsage(before)
    return user + system
  }
  const least = (times: number): number => Math.min(...[1, 2, 3].map(() => once(times)))
  // what takes less than 20 ms is noise
  return least(4) / Math.max(least(1), 20_000)
}

function bodyOf(text: string): FileBody {
  return { blob: '', text, isBinary: false, lines: text.split('\n') }
}
