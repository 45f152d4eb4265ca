import { chmod, stat, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { checkoutWith, filesOf } from '../../test/scene.ts'
import { applyChanges } from './apply-changes.ts'
import type { FileChange } from './file-changes.ts'

const write = (path: string, content = 'new\n'): FileChange => ({ action: 'write', path, content })

test('writes, edits, deletes and renames are made together', async () => {
  const checkout = await checkoutWith({ 'a.txt': 'one\n', 'b.txt': 'two\n', 'c.txt': 'three\n', 'd.txt': 'four\n' })
  const applied = await applyChanges(checkout, [
    write('deep/er/new.txt', 'größe 世界 🌍\n'),
    write('a.txt'),
    { action: 'edit', path: 'b.txt', edits: [{ search: 'two', replace: 'zwei' }] },
    { action: 'delete', path: 'c.txt' },
    { action: 'rename', path: 'd.txt', to: 'moved/d.txt' },
  ])
  expect(applied).toEqual({ kind: 'applied' })
  expect(await filesOf(checkout)).toEqual({ 'deep/er/new.txt': 'größe 世界 🌍\n', 'a.txt': 'new\n', 'b.txt': 'zwei\n', 'moved/d.txt': 'four\n' })
})

test('one wrong file leaves all others untouched, and every wrong one is named', async () => {
  const checkout = await checkoutWith({ 'a.txt': 'one\n' })
  const applied = await applyChanges(checkout, [write('good.txt'), write('../out.txt'), { action: 'edit', path: 'a.txt', edits: [{ search: 'two', replace: 'x' }] }, { action: 'delete', path: 'gone.txt' }])
  expect(applied).toEqual({
    kind: 'invalid',
    problems: [expect.stringContaining('"../out.txt"'), expect.stringContaining('a.txt: edit 1: the search block does not occur'), expect.stringContaining('gone.txt does not exist')],
  })
  expect(await filesOf(checkout)).toEqual({ 'a.txt': 'one\n' })
})

test('nothing is written through a link, wherever it stands', async () => {
  const outside = await checkoutWith({ 'target.txt': 'safe\n' })
  const checkout = await checkoutWith({ 'a.txt': 'one\n' })
  await symlink(outside, join(checkout, 'folder'))
  await symlink(join(outside, 'target.txt'), join(checkout, 'file'))
  await symlink(join(outside, 'missing.txt'), join(checkout, 'dangling'))
  for (const change of [write('folder/new.txt'), write('folder/target.txt'), write('file'), write('dangling'), { action: 'delete', path: 'folder/target.txt' }, { action: 'rename', path: 'a.txt', to: 'folder/a.txt' }] satisfies FileChange[]) {
    expect(await applyChanges(checkout, [change])).toMatchObject({ kind: 'invalid', problems: [expect.stringContaining('symbolic link')] })
  }
  expect(await filesOf(outside)).toEqual({ 'target.txt': 'safe\n' })
})

test('a link itself may be deleted', async () => {
  const checkout = await checkoutWith({ 'a.txt': 'one\n' })
  await symlink(join(dirname(checkout), 'anything'), join(checkout, 'link'))
  expect(await applyChanges(checkout, [{ action: 'delete', path: 'link' }])).toEqual({ kind: 'applied' })
})

test('a rewritten script stays executable', async () => {
  const checkout = await checkoutWith({ 'run.sh': '#!/bin/sh\n' })
  await chmod(join(checkout, 'run.sh'), 0o755)
  await applyChanges(checkout, [write('run.sh')])
  expect((await stat(join(checkout, 'run.sh'))).mode & 0o111).toBe(0o111)
})

test.each([
  ['a path named twice', [write('x.txt'), write('x.txt')], 'x.txt is changed twice'],
  ['a file that is also a folder', [write('x'), write('x/y')], 'x is changed as a file and used as a folder'],
  ['a file below a file', [write('a.txt/b')], 'a.txt is not a folder'],
  ['a folder as a file', [write('sub')], 'sub is not a file'],
  ['a rename onto a file', [{ action: 'rename', path: 'a.txt', to: 'sub/b.txt' }], 'which exists'],
  ['a rewrite of a long file', [write('long.txt')], 'changed by `edit`, not rewritten'],
  ['an edit of what is no text', [{ action: 'edit', path: 'image.png', edits: [{ search: 'a', replace: 'b' }] }], 'not UTF-8'],
] satisfies [string, FileChange[], string][])('%s is refused', async (_, changes, message) => {
  const checkout = await checkoutWith({ 'a.txt': 'one\n', 'sub/b.txt': 'two\n', 'long.txt': 'line\n'.repeat(1001), 'image.png': Uint8Array.of(0xff, 0xfe, 0x00) })
  expect(await applyChanges(checkout, changes)).toMatchObject({ kind: 'invalid', problems: [expect.stringContaining(message)] })
})

test('a byte order mark survives an edit', async () => {
  const checkout = await checkoutWith({ 'a.txt': '\ufeffone\n' })
  await applyChanges(checkout, [{ action: 'edit', path: 'a.txt', edits: [{ search: 'one', replace: 'two' }] }])
  expect(await filesOf(checkout)).toEqual({ 'a.txt': '\ufefftwo\n' })
})
