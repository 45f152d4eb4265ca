import { execFileSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { createGitFixture } from '@autopack/testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openRepository } from '../src/index.ts'

let fixture: ReturnType<typeof createGitFixture>
beforeEach(() => (fixture = createGitFixture({ 'plain name.txt': 'one\ntwo\n', 'tab\tand "quotes"\n.txt': 'q', 'bytes.bin': '\0\u0001', 'script.sh': 'true\n' })))
afterEach(() => fixture.remove())

test('what one command says of a change with odd names, bytes and modes is what git says of each part', async () => {
  const from = fixture.git('rev-parse', 'HEAD')
  chmodSync(join(fixture.root, 'script.sh'), 0o755)
  const to = fixture.commit({ 'plain name.txt': 'one\nthree\nfour\n', 'tab\tand "quotes"\n.txt': 'r\n', 'bytes.bin': '\0\u0002', ':colon': 'new\n' })
  const repository = await openRepository({ path: fixture.root, env: process.env })
  const changes = await repository.changes(from, to)
  expect(changes.map(({ path, before, after }) => [path, before?.mode ?? null, after?.mode ?? null])).toEqual([
    [':colon', null, '100644'],
    ['bytes.bin', '100644', '100644'],
    ['plain name.txt', '100644', '100644'],
    ['script.sh', '100644', '100755'],
    ['tab\tand "quotes"\n.txt', '100644', '100644'],
  ])
  expect(await repository.countLines(from, to)).toEqual({ added: 4, deleted: 2 })
  const patch = execFileSync('git', ['-C', fixture.root, 'diff-tree', '-r', '-p', '--binary', '--full-index', '--no-renames', from, to], { encoding: 'utf8' })
  expect(await repository.diff(from, to)).toBe(patch)
})

test('a difference is whole where it is written out, and the loss of one huge file is not', async () => {
  const from = fixture.commit({ 'huge.txt': `${'x'.repeat(1023)}\n`.repeat(33 << 10) })
  const small = fixture.commit({ 'plain name.txt': 'one\n' })
  fixture.git('rm', '-q', 'huge.txt')
  const to = fixture.commit({})
  const repository = await openRepository({ path: fixture.root, env: process.env })
  expect(await repository.wholeDiff(from, small)).toBe(await repository.diff(from, small))
  expect([await repository.diff(from, to), await repository.wholeDiff(from, to)]).toEqual([expect.stringContaining('"huge.txt": 100644 '), null])
})

test('a change of modes alone counts no lines, and no change is nothing at all', async () => {
  const from = fixture.git('rev-parse', 'HEAD')
  chmodSync(join(fixture.root, 'script.sh'), 0o755)
  const to = fixture.commit({})
  const repository = await openRepository({ path: fixture.root, env: process.env })
  expect([(await repository.changes(from, to)).length, await repository.countLines(from, to)]).toEqual([1, { added: 0, deleted: 0 }])
  expect(await repository.diff(from, to)).toContain('new mode 100755')
  expect([await repository.changes(to, to), await repository.diff(to, to)]).toEqual([[], ''])
})
