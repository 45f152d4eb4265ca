import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const manifest = { name: 'sample', version: '1.2.3', private: true, type: 'module', bin: { sample: 'src/index.js' }, scripts: { test: 'node --test test/add.test.js', build: 'node tools/build.mjs', prehello: 'echo before', hello: 'echo hello', posthello: 'echo after', fails: 'exit 7', chain: 'npm run -s hello && npm run -s build', names: 'echo $npm_package_name $npm_lifecycle_event' } }

/** A small project in two languages, with what makes projects awkward: spaces, accents, CRLF, a link, a binary, a test that fails. */
const files: Readonly<Record<string, string | Buffer>> = {
  'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
  'src/add.js': 'export function add(a, b) {\n  return a + b\n}\n',
  'src/index.js': "#!/usr/bin/env node\nimport { add } from './add.js'\n\nconsole.log(add(...process.argv.slice(2).map(Number)))\n",
  'src/words.js': "export const words = ['one', 'two', 'three']\nexport const oldName = 1\n",
  'src/old.cjs': "const { readFileSync } = require('node:fs')\nmodule.exports = { readFileSync }\n",
  'src/shape.ts': 'export interface Shape {\n  readonly sides: number\n}\n\nexport const square: Shape = { sides: 4 }\nconsole.log(square.sides)\n',
  'test/add.test.js': "import assert from 'node:assert'\nimport test from 'node:test'\nimport { add } from '../src/add.js'\n\ntest('adds', () => assert.equal(add(1, 2), 3))\ntest('adds nothing', { skip: true }, () => {})\n",
  'test/fails.test.js': "import assert from 'node:assert'\nimport test from 'node:test'\n\ntest('is wrong', () => assert.equal(1, 2))\n",
  'tools/build.mjs': "import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'\n\nmkdirSync('dist', { recursive: true })\nfor (const name of readdirSync('src').sort()) writeFileSync(`dist/${name}`, `// built\\n${readFileSync(`src/${name}`, 'utf8')}`)\nconsole.log('built')\n",
  'tools/rename.mjs': "import { readdirSync, readFileSync, writeFileSync } from 'node:fs'\n\nconst [from, to] = process.argv.slice(2)\nfor (const name of readdirSync('src')) {\n  const text = readFileSync(`src/${name}`, 'utf8')\n  if (text.includes(from)) writeFileSync(`src/${name}`, text.replaceAll(from, to))\n}\n",
  'tools/names.mjs': "export default async function* names(source) {\n  for await (const { type, data } of source) if (type === 'test:pass' || type === 'test:fail') yield `${type} ${data.name}\\n`\n}\n",
  'py/shapes.py': '"""Shapes.\n\n>>> area(2, 3)\n6\n"""\n\n\ndef area(width: int, height: int) -> int:\n    return width * height\n',
  'py/test_shapes.py': 'import unittest\nfrom shapes import area\n\n\nclass Area(unittest.TestCase):\n    def test_area(self):\n        self.assertEqual(area(2, 3), 6)\n',
  'py/test_wrong.py': 'import unittest\n\n\nclass Wrong(unittest.TestCase):\n    def test_wrong(self):\n        self.assertEqual(1, 2)\n',
  'py/broken.py': 'def f(:\n',
  'data/people.csv': 'name,age\nAda,36\nGrace,85\nAlan,41\n',
  'data/items.json': '{"items":[{"id":1,"tags":["a","b"]},{"id":2,"tags":[]}],"total":2}\n',
  'data/log.txt': 'INFO start\nWARN slow 12\nERROR lost 3\nINFO end\nERROR lost 4\n',
  'data/windows.txt': 'one\r\ntwo\r\nthree\r\n',
  'data/latin.txt': Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]),
  'data/bytes.bin': Buffer.from(Array.from({ length: 256 }, (_, index) => index)),
  'docs/guide.md': '# Guide\n\nA *guide* to oldName.\n\n```js\noldName()\n```\n',
  'a name with spaces.txt': 'spaces\n',
  'grüße.txt': 'grüße\n',
  Makefile: 'all: out.txt\n\nout.txt: data/log.txt\n\tsort $< > $@\n\nclean:\n\trm -f out.txt\n\n.PHONY: all clean\n',
  '.editorconfig': 'root = true\n',
  '.gitignore': 'dist/\n*.pyc\n__pycache__/\n',
  'run.sh': '#!/bin/sh\nset -eu\necho "run $# $1"\n',
}

const person = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com', GIT_AUTHOR_DATE: '1700000000 +0000', GIT_COMMITTER_DATE: '1700000000 +0000' }

/** Fixes who commits and when. */
export const committing: Readonly<Record<string, string>> = person

/** Two commits, a tag, a branch beside it, a stash and a change that is not committed yet. */
const history = `git init -q --template= -b main && git config commit.gpgsign false
git add -A && git commit -qm "First version" && git tag v1.0.0
git checkout -qb other && echo other >> docs/guide.md && git commit -qam "Another guide" && git checkout -q main
printf 'export const more = 2\\n' >> src/words.js && git commit -qam "More words"
echo stashed >> data/log.txt && git stash -q
echo 'not committed' >> docs/guide.md && echo new > untracked.txt`

export function makeProject(folder: string): void {
  for (const [path, body] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), body)
  }
  chmodSync(join(folder, 'run.sh'), 0o755)
  symlinkSync('data/log.txt', join(folder, 'link.txt'))
  execFileSync('sh', ['-ec', history], { cwd: folder, env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', ...person }, stdio: 'pipe' })
}
