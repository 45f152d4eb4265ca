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
  ['conflict-marker', 'one conflict more', 'a.txt', '<<<<<<< a\n=======\n>>>>>>> b\n', '<<<<<<< a\n=======\n>>>>>>> b\nx\n<<<<<<< c\n=======\n>>>>>>> d\n'],
  ['conflict-marker', 'a conflict without its end', 'a.txt', null, '<<<<<<< a\nfoo\n=======\nbar\n'],
  ['conflict-marker', 'a conflict without its beginning', 'a.txt', null, 'foo\n=======\nbar\n>>>>>>> b\n'],
  ['conflict-marker', 'what both came from', 'a.txt', null, '||||||| a\nfoo\n=======\nbar\n>>>>>>> b\n'],
  ['truncation', 'the rest unchanged', 'a.js', null, cut('// rest of the file unchanged')],
  ['truncation', 'three dots and existing code', 'a.js', null, cut('// ... existing code ...')],
  ['truncation', 'three dots and the rest', 'a.py', null, 'a = 1\n# ... rest of implementation\n'],
  ['truncation', 'what remains the same', 'a.css', null, '/* remaining styles remain the same */\n'],
  ['truncation', 'omitted for brevity', 'a.js', null, cut('/* ... omitted for brevity ... */')],
  ['truncation', 'a comment of dots', 'a.sh', null, 'echo 1\n# ...\n'],
  ['truncation', 'dots alone', 'a.rb', null, 'a = 1\n...\n'],
  ...['// keep the existing code here', '// ... keep everything else', '# TODO: rest of implementation', '/* ...existing code... */', '// (no other changes)', '// … rest unchanged …', '// [previous code]', '// same code as above', '// implement the rest here', '// unchanged code below', '<!-- rest of file -->', '-- (snip)', '// snip', '[truncated]', '... (truncated)', '// code truncated for brevity', '// abbreviated', '{/* existing code */}'].map(
    (line): Case => ['truncation', line, 'a.kt', 'x\n', `x\n${line}\n`],
  ),
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
  ['growth', 'a file that grows on one line', 'a.txt', lines(40), `${lines(40)}// ${'y'.repeat(9000)}\n`],
  ['syntax', 'an error more in JavaScript', 'a.js', '@@@ x\n\nconst a = 1\n', '@@@ x\n\nconst a = 1\n\nfunction broken( {\n'],
  ['syntax', 'a brace in a header of C++', 'a.hh', null, 'int main({ return\n'],
  ['syntax', 'a brace in other C++', 'a.cxx', null, 'int main({ return\n'],
  ['syntax', 'an end too few in JSON with comments', 'a.jsonc', null, '{ // a\n  "a": [1, }\n'],
  ['syntax', 'an end too few in settings of a compiler', 'tsconfig.json', null, '{ "strict": true, // yes\n'],
  ['syntax', 'a script of Python by its first line', 'bin/tool', null, '#!/usr/bin/env python3\ndef (\n'],
  ['syntax', 'a script of a shell by its first line', 'bin/run', null, '#!/bin/sh\nif true; then\n'],
  ['syntax', 'a script of Node by its first line', 'bin/main', null, '#!/usr/bin/env -S node --no-warnings\nconst a = {\n'],
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
  ...['// keep the existing order of keys', '// same as above', '// existing content when merging two files', '// the rest of the file is read by the caller', '// no other changes are made by this call', '# Existing code: see the guide', '// snippets', '// truncated to 80 characters', '// remaining content in bytes'].map((line): (typeof fine)[number] => [`the comment ${line}`, 'a.kt', 'x\n', `x\n${line}\n`]),
  ['a comment in a script without an ending', 'bin/run', null, '#!/bin/sh\n# comment\necho hello\n'],
  ['a script of a language that nobody reads', 'bin/run', null, '#!/usr/bin/awk -f\n{ print $1 }\n'],
  ['JSON with comments', 'a.jsonc', null, '// a\n{ "a": "http://b", /* c */ "d": [1, 2,], }\n'],
  ['settings with comments', '.vscode/settings.json', null, '{\n  // a\n  "a": 1,\n}\n'],
  ['a heading between quoted lines', 'a.md', null, '>>>>>>>\n\nTitle\n-------\n'],
  ['longer lines', 'a.txt', lines(40), lines(40, 'a word that is a little longer than let a')],
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

const methods = (count: number): string => `export class A {\n${Array.from({ length: count }, (_, index) => `  m${index}() {\n    return ${index}\n  }\n`).join('')}}\n`

test.each<readonly [string, string, string, string]>([
  ['a class', 'a.ts', methods(10), `${methods(6)}${'//\n'.repeat(12)}`],
  ['an exported object', 'a.cjs', 'module.exports = {\n  a() {},\n  b: 1,\n  c,\n  d() {},\n  e: 2,\n}\n', 'module.exports = {\n  a() {},\n  b: 1,\n  // c, d and e are gone\n}\n'],
  ['what is exported by itself', 'a.cjs', 'exports.a = 1\nexports.b = 2\n', 'exports.a = 1\n'],
  ['a class of Python', 'a.py', `class A:\n${[1, 2, 3, 4, 5].map((each) => `    def m${each}(self):\n        return ${each}\n`).join('')}`, 'class A:\n    def m1(self):\n        return 1\n'],
  ['an implementation of Rust', 'a.rs', `struct A;\nimpl A {\n${[1, 2, 3, 4, 5].map((each) => `    fn m${each}() {}\n`).join('')}}\n`, 'struct A;\nimpl A {\n    fn m1() {}\n}\n'],
  ['a class of Java', 'A.java', `class A {\n${[1, 2, 3, 4, 5].map((each) => `  void m${each}() {}\n`).join('')}}\n`, 'class A {\n  void m1() {}\n}\n'],
])('%s may not lose most of its members', async (_, path, before, after) => {
  expect(await judged(path, before, after)).toEqual([`lost-symbol ${path}`])
  expect(await judged(path, before, after, { allow: { 'lost-symbol': [path] } })).toEqual([])
})

test('members may be renamed, few may go, a small fix may take one away, and some may become functions', async () => {
  expect(await judged('a.ts', methods(10), methods(10).replaceAll('  m', '  n'))).toEqual([])
  expect(await judged('a.ts', methods(10), methods(8))).toEqual([])
  expect(await judged('a.ts', methods(10), methods(9), { category: 'debt_cleanup' })).toEqual([])
  expect(await judged('a.ts', methods(10), `${methods(5)}${[5, 6, 7, 8, 9].map((each) => `export function m${each}() {}\n`).join('')}`)).toEqual([])
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

const numbered = (count: number, from = 0): string => Array.from({ length: count }, (_, index) => `export const value${from + index} = ${from + index}\n`).join('')

describe('a file under another name', () => {
  const open = (files: Readonly<Record<string, Side>>) => openTrial({ 'src/a.js': numbered(100), ...files })

  test('is measured by what it was', async () => {
    const { judge } = await open({})
    expect(objections(await judge({ 'src/a.js': null, 'src/b.js': numbered(20) }))).toEqual(['shrinkage src/b.js', 'lost-symbol src/b.js'])
    expect(objections(await judge({ 'src/a.js': null, 'lib/sub/b.js': numbered(20) }))).toEqual(['shrinkage lib/sub/b.js', 'lost-symbol lib/sub/b.js'])
    expect(objections(await judge({ 'src/a.js': null, 'src/b.js': numbered(301) }))).toEqual(['growth src/b.js'])
    expect(objections(await judge({ 'src/a.js': null, 'src/b.js': numbered(100) }, { category: 'debt_cleanup' }))).toEqual([])
  })

  test('may keep what it had, broken or secret', async () => {
    const broken = 'export function a( {\n  const one = 1\n  const two = 2\n  const three = 3\n}\n'
    const { judge } = await open({ 'src/broken.js': broken, 'src/key.js': `${numbered(5)}const a = "${token}"\n` })
    expect(objections(await judge({ 'src/broken.js': null, 'src/still.js': broken, 'src/key.js': null, 'src/keys.js': `${numbered(6)}const a = "${token}"\n` }))).toEqual([])
    expect(objections(await judge({ 'src/key.js': null, 'src/keys.js': `const b = "${token}"\n` }))).toEqual(['secret src/keys.js'])
  })

  test('is none that is shared out, replaced or of another kind', async () => {
    const { judge } = await open({ 'notes.md': '# not { code\n\nalpha beta\n\ngamma delta\n' })
    expect(objections(await judge({ 'src/a.js': null, 'src/b.js': numbered(35), 'src/c.js': numbered(35, 35), 'src/d.js': numbered(30, 70) }))).toEqual([])
    expect(objections(await judge({ 'src/a.js': null, 'src/b.js': 'export const one = 1\nexport const two = 2\nexport const three = 3\n' }))).toEqual([])
    expect(objections(await judge({ 'notes.md': null, 'notes.js': '# not { code\n\nalpha beta\n\ngamma delta\n' }))).toEqual(['syntax notes.js'])
  })
})

test.each([
  ['syntax', 'function broken( {\n'],
  ['hidden-character', '// \u202e\n'],
  ['secret', `// ${token}\n`],
  ['truncation', '// ... rest of the code unchanged\n'],
])('a NUL in a source hides nothing from the rule %s', async (rule, more) => {
  expect(await judged('a.js', 'const a = "\0"\n', `const a = "\0"\n${more}`)).toContain(`${rule} a.js`)
})

test('a text of two bytes a character is read as what it says', async () => {
  const wide = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')
  expect(await judged('a.cs', wide('class A {}\n'), wide('class A { int b; }\n'))).toEqual([])
  expect(await judged('a.cs', wide('class A {}\n'), wide('class A {\n'))).toContain('syntax a.cs')
})
