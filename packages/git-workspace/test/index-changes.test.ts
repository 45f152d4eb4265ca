import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { indexChanges } from '../src/workspace/index-changes.ts'
import { env, withTrial } from './trial.ts'

const long = `deep/${'x'.repeat(5000)}`
const bytes = Buffer.of(0xff, 0x2f, 0xfe).toString('latin1')

/** Names of every length that padding can have, and some that sort unlike text. */
const before = new Map([...Array.from({ length: 20 }, (_, length) => [`f${'a'.repeat(length)}`, '100644'] as const), ['a/b', '100644'], ['a-b', '120000'], ['gone', '100755'], ['kept/ü', '100644'], [long, '100644'], ['same', '100644']])

test.each([
  ['nothing', () => before],
  ['everything gone', () => new Map()],
  ['new, changed and gone ones', () => new Map([...before, ['a/b', '100755'], ['a/c', '100644'], ['\u{1f30d}', '100644'], [bytes, '100644'], [`${long}y`, '120000'], ['zz', '100644']].filter(([name]) => !['gone', 'f', long].includes(name ?? '')) as [string, string][])],
  ['a file for a folder and the other way round', () => new Map([...[...before].filter(([name]) => !['a/b', 'same'].includes(name)), ['a', '100644'], ['same/x', '100644']] as [string, string][])],
])('of two indexes, %s is found as git finds it', (_, after) =>
  withTrial({ 'README.md': 'a\n' }, async ({ user, aside }) => {
    const git = (index: string, args: readonly string[], input: Buffer | string = ''): Buffer => execFileSync('git', ['-C', user.root, '-c', 'index.version=2', ...args], { input, env: { ...env, GIT_INDEX_FILE: join(aside, index) }, stdio: 'pipe' })
    const blob = user.git('rev-parse', 'HEAD:README.md')
    const make = (index: string, files: ReadonlyMap<string, string>): Buffer => {
      git(index, ['read-tree', '--empty'])
      const lines = [...files].map(([name, mode]) => Buffer.concat([Buffer.from(`${mode} ${blob}\t`), Buffer.from(name, name === bytes ? 'latin1' : 'utf8'), Buffer.of(0)]))
      git(index, ['update-index', '-z', '--index-info'], Buffer.concat(lines))
      return readFileSync(join(aside, index))
    }
    const found = indexChanges(make('before', before), make('after', after()), 20)
    const tree = git('before', ['write-tree']).toString().trim()
    const said = git('after', ['diff-index', '--cached', '--raw', '-z', '--no-renames', '--no-abbrev', tree]).toString('latin1').split('\0')
    const expected = said.flatMap((header, index) => {
      const [, mode = '', , id = ''] = header.split(' ')
      return index % 2 === 1 || header === '' ? [] : [{ path: said[index + 1], after: mode === '000000' ? null : { mode, id } }]
    })
    expect(found).toEqual(expected)
  }),
)

test('another kind of file is no index', () => {
  expect(() => indexChanges(Buffer.alloc(100), Buffer.alloc(100), 20)).toThrow('version 2')
})
