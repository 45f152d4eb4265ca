import type { Allowances } from '@autopack/contracts'
import { lineOf, sources, type Side } from './sources.ts'

/** What somebody makes of the project, in whatever format it is handed in. */
export interface BenignChange {
  readonly name: string
  /** Paths that become something else; null: that go. */
  readonly files: Readonly<Record<string, Side>>
  /** Old name → new name, for files that keep what they hold. */
  readonly renames?: Readonly<Record<string, string>>
  /** What the plan declares. */
  readonly allow?: Allowances
  /** What the project's configuration grants. */
  readonly grants?: readonly string[]
  readonly category?: string
}

type Given = Omit<BenignChange, 'name' | 'files'>

function text(path: string): string {
  const side = sources[path]
  return typeof side === 'string' ? side : typeof side === 'object' && 'text' in side ? side.text : ''
}

/** One file, with words replaced. */
function replaced(path: string, from: string, to: string, more: Given = {}): Omit<BenignChange, 'name'> {
  if (!text(path).includes(from)) throw new Error(`${path} does not hold ${from}`)
  return { files: { [path]: text(path).replace(from, () => to) }, ...more }
}

const written = (files: Readonly<Record<string, Side>>, more: Given = {}): Omit<BenignChange, 'name'> => ({ files, ...more })
const ten = (path: string): Side => lineOf(10, (index) => `export const ${path.replaceAll(/\W/g, '')}${index} = ${index}`)

const changes: Readonly<Record<string, Omit<BenignChange, 'name'>>> = {
  // lines
  'a word': replaced('src/greet.js', 'hello', 'good day'),
  'the first line': replaced('src/index.js', "import { greet } from './greet.js'", "import { greet, part } from './greet.js'"),
  'the last line': replaced('src/greet.js', 'bye ${name}`\n}', 'farewell ${name}`\n} // the end'),
  'lines added at the end': written({ 'src/greet.js': `${text('src/greet.js')}\nexport const polite = true\n` }),
  'lines added at the start': written({ 'src/greet.js': `// greetings\n${text('src/greet.js')}` }),
  'lines added in the middle': replaced('src/long.js', 'export const value100 = 100\n', 'export const value100 = 100\nexport const between = 0\n'),
  'lines removed': replaced('src/greet.js', '\nexport function part(name) {\n  return `bye ${name}`\n}\n', '', { allow: { 'lost-symbol': ['src/greet.js'] } }),
  'places far apart': written({ 'src/long.js': text('src/long.js').replace('value5 = 5', 'value5 = 50').replace('value90 = 90', 'value90 = 91').replace('value199 = 199', 'value199 = 0') }),
  'one of two twins': written({ 'src/twins.js': text('src/twins.js').replace(/2,\n\]\n$/, '3,\n]\n') }),
  'an empty line': replaced('src/shape.ts', '}\n\nexport', '}\n\n\nexport'),
  'white space alone': written({ 'src/style.css': text('src/style.css').replace('  color', '    color') }),
  'several files': written({ 'src/greet.js': text('src/greet.js').replace('hello', 'hi'), 'test/greet.test.js': text('test/greet.test.js').replace('hello you', 'hi you'), 'docs/guide.md': `${text('docs/guide.md')}- three\n` }),
  // endings, marks, encodings
  'in a file with CRLF': replaced('src/windows.js', 'two = 2', 'two = 22'),
  'a new line in a file with CRLF': replaced('src/windows.js', 'two = 2\r\n', 'two = 2\r\nexport const half = 2.5\r\n'),
  'a new file with CRLF': written({ 'src/fresh.bat.txt': 'one\r\ntwo\r\n' }),
  'from CRLF to LF': written({ 'src/windows.js': text('src/windows.js').replaceAll('\r\n', '\n') }),
  'in a file with both endings': replaced('src/mixed.txt', 'three\r\n', 'THREE\r\n'),
  'in a file with a byte order mark': replaced('src/bom.js', 'other = false', 'other = true'),
  'the line with the byte order mark': replaced('src/bom.js', '\ufeffexport const marked = true', '\ufeffexport const marked = 1'),
  'a byte order mark taken off': written({ 'src/bom.js': text('src/bom.js').slice(1) }),
  'in a file without a line feed at its end': replaced('src/open.js', 'first = 1', 'first = 11'),
  'the line without a line feed': replaced('src/open.js', 'last = 2', 'last = 22'),
  'a line feed that comes': written({ 'src/open.js': `${text('src/open.js')}\n` }),
  'a line feed that goes': written({ 'src/index.js': text('src/index.js').trimEnd() }),
  'accents and emoji': written({ 'docs/hello.md': '# Grüße 👋\n\nنص عربي, עברית, 日本語\n' }),
  'a zero-width joiner in an emoji': written({ 'docs/family.md': 'A family: 👨‍👩‍👧\n' }),
  'tabs': replaced('src/tabs.go', '\tprintln("hello")', '\tprintln("hello")\n\tprintln("again")'),
  'escapes in a text': written({ 'src/colour.js': "export const red = '\\u001b[31m'\nexport const overriding = '\\u202e'\n" }),
  'very long lines': written({ 'src/wide.js': `export const wide = '${'x'.repeat(20_000)}'\n` }),
  // names
  'a name with spaces': replaced('src/a name with spaces.js', '= 1', '= 2'),
  'a name with accents': replaced('src/größe.js', '= 1', '= 2'),
  'a name in another script': replaced('src/日本語.md', '# 日本語', '# 日本'),
  'a new name with quotes and brackets': written({ "src/it's [id] (1).js": ten('x') }),
  'a new name with a plus, an at and a hash': written({ 'src/a+b@c#d.js': ten('y') }),
  'a name that begins with a dash': written({ 'src/-n.js': ten('dash') }),
  'a dotfile that the project grants': replaced('src/.hidden.js', '= 1', '= 2', { grants: ['src/.*.js'] }),
  'a deep folder': replaced('src/deep/er/and/deeper/still.js', '= 1', '= 2'),
  'a new deep folder': written({ 'src/a/b/c/d/e/f/g.js': ten('g') }),
  'a name like a word of git': written({ 'src/HEAD': 'a file\n', 'src/gitfoo.js': ten('gitfoo'), 'src/git/index.js': ten('gitindex') }),
  'a name that ends like a backup': written({ 'src/a.orig.txt': 'kept on purpose\n' }),
  // files that come, go and move
  'a new module and its test': written({ 'src/sum.js': 'export const sum = (a, b) => a + b\n', 'test/sum.test.js': "import assert from 'node:assert'\nimport test from 'node:test'\nimport { sum } from '../src/sum.js'\n\ntest('sums', () => assert.equal(sum(1, 2), 3))\n" }),
  'a new empty file': written({ 'src/py.typed': '' }),
  'an empty file filled': written({ 'src/empty.js': 'export const full = true\n' }),
  'a file emptied': written({ 'src/data.json': '{}\n' }),
  'a file that goes': written({ 'src/old.cjs': null }),
  'an empty file that goes': written({ 'src/empty.js': null }),
  'a folder that goes': written({ 'src/deep/er/and/deeper/still.js': null }),
  'a file replaced by a folder': written({ 'src/old.cjs': null, 'src/old/index.js': ten('old') }),
  'a file replaced by a folder of its name': written({ 'src/lib.rs': null, 'src/lib.rs/mod.rs': 'pub fn one() -> i32 {\n    1\n}\n' }),
  'a folder replaced by a file of its name': written({ 'src/deep/er/and/deeper/still.js': null, 'src/deep/er': 'now a file\n' }),
  'a rename': written({}, { renames: { 'src/old.cjs': 'src/older.cjs' } }),
  'a move into another folder': written({}, { renames: { 'src/lib.rs': 'src/rust/lib.rs' } }),
  'two renames': written({}, { renames: { 'src/old.cjs': 'src/older.cjs', 'src/Main.java': 'src/java/Main.java' } }),
  'a rename to a name with spaces': written({}, { renames: { 'src/tabs.go': 'src/with tabs.go' } }),
  'a rename of an accent': written({}, { renames: { 'src/größe.js': 'src/grösse.js' } }),
  'a rename of case alone': written({}, { renames: { 'src/Main.java': 'src/main.java' } }),
  'a rename beside a change': written({ 'src/index.js': text('src/index.js').replace('world', 'moon') }, { renames: { 'src/old.cjs': 'src/older.cjs' } }),
  'a rename of a test': written({}, { renames: { 'test/greet.test.js': 'test/greeting.test.js' } }),
  'everything at once': written({ 'src/greet.js': text('src/greet.js').replace('hello', 'hi'), 'src/fresh.js': ten('fresh'), 'src/old.cjs': null }, { renames: { 'src/lib.rs': 'src/rust/lib.rs' } }),
  // modes and links
  'an executable file changed': replaced('src/tool.sh', 'echo hello', 'echo hello again'),
  'an executable bit that the plan declares': written({ 'src/plain.sh': { mode: '100755', text: text('src/plain.sh') } }, { allow: { executable: ['src/*.sh'] } }),
  'an executable bit that goes': written({ 'src/tool.sh': { mode: '100644', text: text('src/tool.sh') } }),
  'a new executable that the plan declares': written({ 'src/run': { mode: '100755', text: '#!/bin/sh\necho run\n' } }, { allow: { executable: ['src/run'] } }),
  'a new link that the plan declares': written({ 'src/again.js': { mode: '120000', text: 'greet.js' } }, { allow: { symlink: ['src/again.js'] } }),
  'a link that goes': written({ 'src/link.js': null }),
  // languages
  'TypeScript': replaced('src/shape.ts', 'sides: 4 }', 'sides: 4 } satisfies Shape'),
  'JSX': replaced('src/view.tsx', '<p>hello</p>', '<p className="x">{1 + 1}</p>'),
  'Python': replaced('src/tool.py', 'print("hello")', 'if (n := len(sys.argv)) > 1:\n        print(f"{n=}")'),
  'Java': replaced('src/Main.java', 'System.out.println("hello");', 'for (var arg : args) System.out.println(arg);'),
  'Rust': replaced('src/lib.rs', '    1\n', '    let x = 1;\n    x\n'),
  'CSS': replaced('src/style.css', 'color: black;', 'color: var(--ink, black);'),
  'JSON': replaced('src/data.json', '[1, 2]', '[1, 2, 3]'),
  'CommonJS with a return at the top': replaced('src/old.cjs', "'use strict'\n", "'use strict'\nif (!process.version) return\n"),
  'new decorators and using': written({ 'src/new.ts': "export class A {\n  accessor x = 1\n}\nexport async function f(): Promise<void> {\n  await using y = { [Symbol.asyncDispose]: async () => {} }\n  void y\n}\n" }),
  'a shell script': written({ 'src/many.sh': '#!/usr/bin/env bash\nset -euo pipefail\nfor f in "$@"; do [[ -f $f ]] && echo "${f##*/}"; done\n' }),
  'broken text of a fixture': replaced('test/fixtures/broken.txt', 'not { code', 'not { code either'),
  // what looks like trouble and is none
  'a document about conflict markers': replaced('docs/conflicts.md', 'and you choose.', 'and you choose one side, or both.'),
  'a heading underlined with equals signs': written({ 'docs/title.rst': 'Title\n=======\n\nText.\n' }),
  'a patch in a document': written({ 'docs/patch.md': 'Apply this:\n\n```diff\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n```\n' }),
  'a diff of a diff': written({ 'test/fixtures/sample.patch': 'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n' }),
  'a test added to a file of tests': written({ 'test/greet.test.js': `${text('test/greet.test.js')}\ntest('greets twice', () => assert.equal(greet('a') + greet('b'), 'hello ahello b'))\n` }),
  'tests added to a test': replaced('test/greet.test.js', "assert.equal(greet('you'), 'hello you'))", "{\n  assert.equal(greet('you'), 'hello you')\n  assert.equal(greet(''), 'hello ')\n})"),
  'a test that checks more exactly': replaced('test/greet.test.js', 'assert.equal', 'assert.strictEqual'),
  'a test moved to another file': written({ 'test/greet.test.js': null, 'test/unit/greet.test.js': text('test/greet.test.js').replace('../src', '../../src') }),
  'words that a truncated answer would have': written({ 'docs/rest.md': 'The rest of the code is unchanged between releases, and the remaining parts stay as before...\n' }),
  'three dots of a language': replaced('src/index.js', "greet('world')", "greet(...['world'])"),
  'an example of a key': written({ 'docs/keys.md': 'Set `OPENAI_API_KEY` to your key, as in `sk-...`.\n' }),
  'a hash and a uuid': written({ 'src/ids.js': "export const id = '6f1ed002-ab5d-4f0e-9d11-6b9e0e0b7f51'\nexport const digest = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'\n" }),
  'a skipped word in a text': written({ 'src/skip.js': "export const message = 'it.skip is a method'\n" }),
  'a fence in a document': replaced('docs/guide.md', '- two\n', '- two\n\n```sh\nnpm test\n```\n'),
  'fences in each other': written({ 'docs/fences.md': '````md\n```js\ncode\n```\n````\n' }),
  'a commented-out line': replaced('src/index.js', "console.log(greet('world'))", "// console.log(greet('moon'))\nconsole.log(greet('world'))"),
  // size
  'a small fix of a long file': written({ 'src/long.js': text('src/long.js').replaceAll(/value(1[0-4])\b/g, 'worth$1') }, { category: 'debt_cleanup' }),
  'a growth that the plan declares': written({ 'src/long.js': lineOf(900, (index) => `export const value${index} = ${index}`) }, { allow: { growth: ['src/long.js'] } }),
  'a shrinkage that the plan declares': written({ 'src/long.js': lineOf(10, (index) => `export const value${index} = ${index}`) }, { allow: { shrinkage: ['src/**'], 'lost-symbol': ['src/**'] } }),
  'a rewrite that the plan declares': written({ 'src/long.js': lineOf(200, (index) => `export const worth${index} = '${index}'`) }, { allow: { churn: ['src/long.js'], 'lost-symbol': ['src/long.js'] }, category: 'debt_cleanup' }),
  'a long new file': written({ 'src/table.js': `export const table = [\n${lineOf(3000, (index) => `  ${index},`)}]\n` }),
  'many new files': written(Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`src/many/m${index}.js`, `export const m${index} = ${index}\n`]))),
  'half of a file moved to another': written({ 'src/long.js': text('src/long.js').split('\n').slice(0, 100).join('\n') + '\n', 'src/longer.js': text('src/long.js').split('\n').slice(100).join('\n') }),
  // what the project grants
  'a manifest that the project grants': replaced('package.json', '"1.0.0"', '"1.1.0"', { grants: ['package.json'] }),
  'a workflow that the project grants': written({ '.github/workflows/ci.yml': 'on: push\njobs: {}\n' }, { grants: ['.github/workflows/**'] }),
  'an ignored name that the project grants': written({ '.gitignore': 'dist/\ncoverage/\n' }, { grants: ['.gitignore'] }),
  // bytes
  'a picture changed': written({ 'src/picture.bin': Buffer.from(Array.from({ length: 600 }, (_, index) => (index * 7) % 256)) }),
  'a new picture': written({ 'src/icon.bin': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]) }),
  'another encoding': written({ 'src/latin.txt': Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]) }),
}

/** Every benign change. */
export const benignChanges: readonly BenignChange[] = Object.entries(changes).map(([name, change]) => ({ name, ...change }))
