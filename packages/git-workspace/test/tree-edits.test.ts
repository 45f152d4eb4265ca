import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { ObjectId, TreeEdit } from '@autopack/contracts'
import { expect, test } from 'vitest'
import { env, withTrial, type Trial } from './trial.ts'

const files = { 'a/b/c.txt': 'c\n', 'a/d.txt': 'd\n', e: 'e\n' }

const put = (...paths: readonly string[]): readonly string[] => paths
const gone = (...paths: readonly string[]): readonly string[] => paths.map((path) => `-${path}`)

/** What an index of the base gives when it takes the edits, deletions first. */
function treeByIndex({ user, aside, base }: Trial, edits: readonly TreeEdit[]): ObjectId {
  const git = (args: readonly string[], input = ''): string =>
    execFileSync('git', ['-C', user.root, ...args], { input, encoding: 'utf8', env: { ...env, GIT_INDEX_FILE: join(aside, 'index'), GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' } }).trim()
  const lines = edits.toSorted((left, right) => Number(left.after !== null) - Number(right.after !== null)).map(({ path, after }) => `${after?.mode ?? '0'} ${after?.blob ?? '0'.repeat(40)}\t${path}\0`)
  git(['read-tree', base])
  git(['update-index', '-z', '--index-info'], lines.join(''))
  return git(['write-tree'])
}

test.each([
  [put('a')], [put('e/f/g')], [put('a/b')], [put('a', 'a/x')], [put('a/x', 'a')], [put('a/b/c.txt/d')], [put('a/b/\u{1f30d}\n"', 'z')], [put('e')],
  [gone('a')], [gone('a/b')], [gone('a/b/c.txt')], [gone('a/b/c.txt', 'a/d.txt', 'e')], [gone('e/f')], [gone('nothing/here')],
  [[...put('e/f'), ...gone('e')]], [[...put('a/b/n'), ...gone('a/b/c.txt')]], [[...put('a'), ...gone('a/b/c.txt')]],
])('the edits %j make the tree that an index makes', (list) =>
  withTrial(files, async (trial) => {
    const [file = null] = await trial.repository.entries(trial.base, ['a/d.txt'])
    const edits = list.map((text) => (text.startsWith('-') ? { path: text.slice(1), after: null } : { path: text, after: file }))
    expect(await trial.repository.writeTree(trial.base, edits)).toBe(treeByIndex(trial, edits))
    expect(trial.user.git('fsck', '--strict', '--no-dangling')).toBe('')
  }),
)

test('names that are no text stay as they are', () =>
  withTrial(files, async ({ user, repository, base }) => {
    const blob = user.git('rev-parse', 'HEAD:e')
    const odd = execFileSync('git', ['-C', user.root, 'mktree', '-z'], { input: Buffer.concat([Buffer.from(`100644 blob ${blob}\t`), Buffer.of(0xff, 0xfe), Buffer.from(`\u{0}040000 tree ${user.git('rev-parse', 'HEAD:a')}\ta\0`)]), encoding: 'utf8' }).trim()
    const tree = await repository.writeTree(odd, [{ path: 'a/d.txt', after: { mode: '100755', blob } }])
    expect((await repository.changes(odd, tree)).map(({ path }) => path)).toEqual(['a/d.txt'])
    expect(await repository.writeTree(base, [])).toBe(await repository.treeOf(base))
  }))

test.each(['.git/config', 'a/.GIT/x', '../x', 'a/./x', 'a//x', '/x', 'a/', 'git~1/config', '.git. /x'])('no tree is written with %s in it', (path) =>
  withTrial(files, async ({ repository, base }) => {
    const [entry] = await repository.entries(base, ['e'])
    await expect(repository.writeTree(base, [{ path, after: entry ?? null }])).rejects.toMatchObject({ code: 'AUTOPACK_GIT_FAILED', message: expect.stringContaining('invalid path') })
  }),
)

test('no tree is written with an object that is not there, or with an odd mode', () =>
  withTrial(files, async ({ repository, base }) => {
    const [entry] = await repository.entries(base, ['e'])
    await expect(repository.writeTree(base, [{ path: 'x', after: { mode: '100644', blob: '1'.repeat(40) } }])).rejects.toMatchObject({ code: 'AUTOPACK_GIT_FAILED' })
    await expect(repository.writeTree(base, [{ path: 'x', after: { mode: '100644', blob: `${entry?.blob}\ty\0` } }])).rejects.toMatchObject({ message: expect.stringContaining('id') })
    await expect(repository.writeTree(base, [{ path: 'x', after: { mode: '100666', blob: entry?.blob ?? '' } }])).rejects.toMatchObject({ code: 'AUTOPACK_GIT_FAILED', message: expect.stringContaining('mode') })
  }))
