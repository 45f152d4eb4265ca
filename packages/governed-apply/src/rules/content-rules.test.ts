import type { LiftableRule } from '@autopack/contracts'
import { describe, expect, test } from 'vitest'
import { judged, objections, openTrial, type Side } from '../../test/trial.ts'

const lines = (count: number, text = 'const a'): string => Array.from({ length: count }, (_, index) => `${text}${index} = ${index}\n`).join('')
const functions = (count: number): string => Array.from({ length: count }, (_, index) => `export function f${index}() {}\n`).join('')
const cut = (after: string): string => `${lines(3)}${after}\n`
/** Assembled here, so that this file holds none. */
const token = ['ghp', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('_')

type Case = readonly [rule: LiftableRule, what: string, path: string, before: Side, after: Side]

const refused: readonly Case[] = [
  ['conflict-marker', 'a conflict', 'a.md', 'a\n', 'a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n'],
  ['truncation', 'the rest unchanged', 'a.js', null, cut('// rest of the file unchanged')],
  ['truncation', 'three dots and existing code', 'a.js', null, cut('// ... existing code ...')],
  ['truncation', 'three dots and the rest', 'a.py', null, 'a = 1\n# ... rest of implementation\n'],
  ['truncation', 'what remains the same', 'a.css', null, '/* remaining styles remain the same */\n'],
  ['truncation', 'omitted for brevity', 'a.js', null, cut('/* ... omitted for brevity ... */')],
  ['truncation', 'a comment of dots', 'a.sh', null, 'echo 1\n# ...\n'],
  ['truncation', 'dots alone', 'a.rb', null, 'a = 1\n...\n'],
  ['truncation', 'a bracket in prose', 'a.md', null, '# A\n\n[rest of the document unchanged]\n'],
  ['truncation', 'a fence left open', 'a.md', null, '# A\n\n```js\nconst a = 1\n'],
  ['truncation', 'a file wrapped in a fence', 'a.yml', null, '```yaml\na: 1\n```\n'],
  ['shrinkage', 'a file cut to a third', 'a.txt', lines(100), lines(39)],
  ['growth', 'a file four times as long', 'a.txt', lines(30), lines(91)],
  ['lost-symbol', 'half of its functions gone', 'a.ts', functions(10), `${functions(5)}${'\n'.repeat(5)}`],
  ['lost-symbol', 'half of a Python file gone', 'a.py', 'def a(): pass\nclass B: pass\n', 'def a(): pass\n'],
  ['lost-symbol', 'half of a Go file gone', 'a.go', 'package a\nfunc A() {}\ntype B struct{}\n', 'package a\nfunc A() {}\n'],
  ['lost-symbol', 'half of a Rust file gone', 'a.rs', 'fn a() {}\nstruct B;\n', 'fn a() {}\n'],
  ['lost-symbol', 'half of a C++ file gone', 'a.cpp', 'int a() { return 1; }\nint *b(int x) { return 0; }\n', 'int a() { return 1; }\n'],
  ['syntax', 'an open brace in JavaScript', 'a.js', null, 'export function a() {\n'],
  ['syntax', 'an open brace in a large file', 'a.ts', null, `${lines(2000)}export function a() {\n`],
  ['syntax', 'a missing value in TypeScript', 'a.ts', 'const a: number = 1\n', 'const a: number =\n'],
  ['syntax', 'an open tag', 'a.tsx', null, 'export const a = <div>\n'],
  ['syntax', 'a missing colon in Python', 'a.py', null, 'def a()\n    return 1\n'],
  ['syntax', 'an open parenthesis in Go', 'a.go', null, 'package a\nfunc a( {\n}\n'],
  ['syntax', 'an open brace in Rust', 'a.rs', null, 'fn a() {\n'],
  ['syntax', 'an open brace in Java', 'A.java', null, 'class A {\n'],
  ['syntax', 'a missing end in Ruby', 'a.rb', null, 'def a\n  1\n'],
  ['syntax', 'an open brace in CSS', 'a.css', null, 'a { color: red;\n'],
  ['syntax', 'an open if in a shell script', 'a.sh', null, 'if true; then\n'],
  ['syntax', 'a comma too many in JSON', 'a.json', null, '{"a": 1,}\n'],
  ['syntax', 'one error more than before', 'a.py', 'def a(:\n', 'def a(:\n    pass\n\nx = 1\n\ndef b(:\n    pass\n'],
  ['syntax', 'what no parser can read to its end', 'a.js', 'x\n', '/*\n'.repeat(12_000)],
  ['secret', 'a token', 'a.js', 'const a = 1\n', `const a = "${token}"\n`],
  ['hidden-character', 'an override', 'a.js', null, 'const a = "x\u202e" // y\n'],
  ['hidden-character', 'an isolate', 'a.md', 'a\n', 'a\u2066b\n'],
  ['hidden-character', 'NUL in a source file', 'a.css', null, 'a{}\0\n'],
  ['hidden-character', 'NUL in what was text', 'data', 'a\n', 'a\0b\n'],
  ['symlink', 'a link', 'link', null, { mode: '120000', text: 'src/a.js' }],
  ['executable', 'a script that may be run', 'a.sh', null, { mode: '100755', text: 'echo 1\n' }],
  ['gitlink', 'a repository inside', 'vendor/a', null, { mode: '160000', text: 'commit' }],
]

test.each(refused)('%s refuses %s, and says how a plan may allow it', async (rule, _, path, before, after) => {
  const { judge } = await openTrial(before === null ? {} : { [path]: before })
  const judgement = await judge({ [path]: after })
  expect(objections(judgement)).toContain(`${rule} ${path}`)
  const reason = judgement.kind === 'rejected' ? judgement.reasons.find((found) => found.rule === rule) : undefined
  expect(reason?.remedy).toBe(`if the goal needs it, name the path under allow.${rule} of the phase`)
  expect(reason?.message).toContain(path)
})

test.each(refused)('%s lets %s through where the plan names the path, and only there', async (rule, _, path, before, after) => {
  expect(await judged(path, before, after, { allow: { [rule]: [path] } })).not.toContain(`${rule} ${path}`)
  expect(await judged(path, before, after, { allow: { [rule]: [path.toUpperCase(), 'other/**'] } })).toContain(`${rule} ${path}`)
})

const fine: readonly (readonly [what: string, path: string, before: Side, after: Side])[] = [
  ['a heading underlined', 'a.md', null, 'A heading\n=======\n'],
  ['words about the rest', 'a.md', null, 'The rest of the file is about ... something else.\n'],
  ['a comment about other code', 'a.js', null, '// other callers rely on this\nconst a = 1\n'],
  ['a spread', 'a.js', null, 'const a = [\n  ...b,\n]\n'],
  ['a stub of Python', 'a.pyi', null, 'def a():\n    ...\n'],
  ['a fence inside a longer fence', 'a.md', null, '````md\n```js\n````\n'],
  ['a fence that was open before', 'a.md', '```\na\n', '```\na\nb\n'],
  ['a placeholder that was there before', 'a.js', cut('// rest of the file unchanged'), `${cut('// rest of the file unchanged')}const b = 1\n`],
  ['a short file that grows', 'a.txt', lines(29), lines(290)],
  ['a short file that shrinks', 'a.txt', lines(29), lines(1)],
  ['a file that grows three times', 'a.txt', lines(30), lines(90)],
  ['a file that loses 60 %', 'a.txt', lines(100), lines(40)],
  ['a file replaced in full', 'a.txt', lines(100), lines(100, 'let b')],
  ['a function replaced by another', 'a.ts', 'export function greet() {}\n', 'export function welcome() {}\n'],
  ['one function of ten gone', 'a.ts', functions(10), functions(9)],
  ['a script of Node’s', 'a.cjs', null, 'const a = require("a")\nreturn\n'],
  ['JSX in a .js file', 'a.js', null, 'export const a = <div>a</div>\n'],
  ['a byte order mark and CRLF', 'a.json', null, '\ufeff{"a": 1}\r\n'],
  ['comments in tsconfig.json', 'tsconfig.json', null, '{ /* a */ "strict": true, }\n'],
  ['as many errors as before', 'a.py', 'def a(:\n', 'def b(:\n'],
  ['an empty file', 'a.ts', null, ''],
  ['a secret that was there before', 'a.js', `const a = "${token}"\n`, `const b = "${token}"\n`],
  ['an override that was there before', 'a.js', '// \u202e\n', 'let a\n// \u202e\n'],
  ['text of two directions', 'a.md', null, 'שלום world\n'],
  ['a new picture', 'a.png', null, Buffer.from([137, 80, 78, 71, 0, 0])],
  ['a file of no known language', 'a.xyz', null, '((((\n'],
]

test.each(fine)('%s is fine', async (_, path, before, after) => {
  expect(await judged(path, before, after)).toEqual([])
})

describe('a small fix', () => {
  test('replaces less than a third of a file', async () => {
    const after = `${lines(31, 'let b')}${lines(69)}`
    expect(await judged('a.txt', lines(100), after, { category: 'debt_cleanup' })).toEqual(['churn a.txt'])
    expect(await judged('a.txt', lines(100), after, { category: 'debt_cleanup', allow: { churn: ['*.txt'] } })).toEqual([])
    expect(await judged('a.txt', lines(100), after, { category: 'docs' })).toEqual([])
    expect(await judged('a.txt', lines(100), `${lines(30, 'let b')}${lines(100)}`, { category: 'debt_cleanup' })).toEqual([])
  })

  test('loses no declaration', async () => {
    expect(await judged('a.ts', functions(10), functions(9), { category: 'debt_cleanup' })).toEqual(['lost-symbol a.ts'])
  })
})

test('a function that moves to another file is not lost', async () => {
  const { judge } = await openTrial({ 'a.ts': functions(3) })
  expect(objections(await judge({ 'a.ts': functions(1) }))).toEqual(['lost-symbol a.ts'])
  expect(objections(await judge({ 'a.ts': functions(1), 'b.ts': 'export function f1() {}\nexport function f2() {}\n' }))).toEqual([])
})

test('a secret is never repeated in what is said about it', async () => {
  const { judge } = await openTrial({})
  expect(JSON.stringify(await judge({ 'a.js': `const a = "${token}"\n` }))).not.toContain(token.slice(4, 20))
})

test('a limit that the policy leaves out does not hold', async () => {
  const policy = { digest: 'none', classes: [{ name: 'all', globs: ['**'], verdict: 'allow' as const }], allowPaths: [], limits: { files: 10, changedBytes: 1_000_000 } }
  expect(await judged('a.ts', functions(100), functions(1), { policy, category: 'debt_cleanup' })).toEqual([])
})

test.each(['/etc/passwd', '../outside', 'a/../../outside', '.git/config', 'sub/../.GIT/x', 'sub/..', '../link/../sub', ''])('a link to %j is not to be allowed', async (target) => {
  expect(await judged('link', null, { mode: '120000', text: target }, { allow: { symlink: ['**'] } })).toEqual(['symlink link'])
})

test('links that lead out together are refused, in one change and in two', async () => {
  const [up, evil] = [{ mode: '120000', text: '../../..' }, { mode: '120000', text: 'up/../etc' }]
  const allow = { symlink: ['a/**'] }
  const { judge } = await openTrial({ 'a/b/c/x': 'x\n' })
  expect(objections(await judge({ 'a/b/c/up': up, 'a/b/c/evil': evil }, { allow }))).toEqual(['symlink a/b/c/evil'])
  const later = await openTrial({ 'a/b/c/up': up })
  expect(objections(await later.judge({ 'a/b/c/evil': evil }, { allow }))).toEqual(['symlink a/b/c/evil'])
  expect(objections(await later.judge({ 'a/b/c/near': { mode: '120000', text: '../../x' } }, { allow }))).toEqual([])
})

test('a link may stay as it is while its neighbours change', async () => {
  const { judge } = await openTrial({ link: { mode: '120000', text: '/etc' }, 'a.txt': 'a\n' })
  expect(objections(await judge({ 'a.txt': 'b\n' }))).toEqual([])
  expect(objections(await judge({ link: { mode: '120000', text: '/usr' } }))).toEqual(['symlink link'])
})

describe('nesting that no parser’s stack bears', () => {
  test.each([
    ['brackets', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['brackets that comments seem to close', '(/*)*/'.repeat(20_000)],
    ['templates', `x = ${'`${'.repeat(20_000)}1${'}`'.repeat(20_000)}`],
    ['arrows', `x = ${'a=>'.repeat(20_000)}1`],
    ['types', `type A = ${'keyof '.repeat(20_000)}B`],
    ['elements', `x = ${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`],
  ])('of %s is judged all the same', async (_, text) => {
    expect(await judged('a.tsx', null, `${text}\n`)).toBeInstanceOf(Array)
  })
})
