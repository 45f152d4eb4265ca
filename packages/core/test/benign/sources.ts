const lines = (count: number, of: (index: number) => string): string => Array.from({ length: count }, (_, index) => `${of(index + 1)}\n`).join('')

/** One side of a file: its text, bytes, or text with a mode; null where there is none. */
export type Side = string | Buffer | { readonly mode: '100644' | '100755' | '120000'; readonly text: string } | null

/** A project with what makes projects awkward. */
export const sources: Readonly<Record<string, Exclude<Side, null>>> = {
  'README.md': '# A project\n\nSee [the guide](docs/guide.md).\n',
  'docs/guide.md': '# Guide\n\nA *guide* to greeting.\n\n```js\ngreet("you")\n```\n\n- one\n- two\n',
  'docs/conflicts.md': '# How to settle a conflict\n\nGit writes\n\n```text\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> branch\n```\n\nand you choose.\n',
  'src/greet.js': 'export function greet(name) {\n  return `hello ${name}`\n}\n\nexport function part(name) {\n  return `bye ${name}`\n}\n',
  'src/index.js': "import { greet } from './greet.js'\n\nconsole.log(greet('world'))\n",
  'src/old.cjs': "'use strict'\nconst { join } = require('node:path')\nmodule.exports = { join }\n",
  'src/shape.ts': 'export interface Shape {\n  readonly sides: number\n}\n\nexport const square: Shape = { sides: 4 }\n',
  'src/view.tsx': 'export function View(): JSX.Element {\n  return <p>hello</p>\n}\n',
  'src/long.js': lines(200, (index) => `export const value${index} = ${index}`),
  'src/twins.js': 'export const a = [\n  1,\n  2,\n]\nexport const b = [\n  1,\n  2,\n]\n',
  'src/style.css': 'body {\n  color: black;\n}\n',
  'src/windows.js': 'export const one = 1\r\nexport const two = 2\r\nexport const three = 3\r\n',
  'src/mixed.txt': 'one\r\ntwo\nthree\r\nfour\n',
  'src/bom.js': '\ufeffexport const marked = true\nexport const other = false\n',
  'src/open.js': 'export const first = 1\nexport const last = 2',
  'src/tabs.go': 'package main\n\nfunc main() {\n\tprintln("hello")\n}\n',
  'src/tool.py': 'import sys\n\n\ndef main() -> int:\n    print("hello")\n    return 0\n\n\nif __name__ == "__main__":\n    sys.exit(main())\n',
  'src/Main.java': 'class Main {\n  public static void main(String[] args) {\n    System.out.println("hello");\n  }\n}\n',
  'src/lib.rs': 'pub fn one() -> i32 {\n    1\n}\n',
  'src/data.json': '{\n  "a": 1,\n  "b": [1, 2]\n}\n',
  'src/empty.js': '',
  'src/a name with spaces.js': 'export const spaced = 1\n',
  'src/größe.js': 'export const grösse = 1\n',
  'src/日本語.md': '# 日本語\n',
  'src/.hidden.js': 'export const hidden = 1\n',
  'src/deep/er/and/deeper/still.js': 'export const deep = 1\n',
  'src/tool.sh': { mode: '100755', text: '#!/bin/sh\necho hello\n' },
  'src/plain.sh': '#!/bin/sh\necho plain\n',
  'src/link.js': { mode: '120000', text: 'greet.js' },
  'src/picture.bin': Buffer.from(Array.from({ length: 512 }, (_, index) => index % 256)),
  'test/greet.test.js': "import assert from 'node:assert'\nimport test from 'node:test'\nimport { greet } from '../src/greet.js'\n\ntest('greets', () => assert.equal(greet('you'), 'hello you'))\n",
  'test/fixtures/broken.txt': 'not { code\n',
  'package.json': '{\n  "name": "project",\n  "version": "1.0.0",\n  "type": "module"\n}\n',
  '.gitignore': 'dist/\n',
}

export const lineOf = lines
