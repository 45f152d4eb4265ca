import { symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkoutWith } from '../../test/scene.ts'
import { findFiles } from './find-files.ts'
import { packFiles } from './pack-files.ts'

const nothing = { deliverables: [], mentions: '' }

async function pathsIn(checkout: string, scope: string[]): Promise<string[]> {
  return (await findFiles(checkout, scope)).map((file) => file.path)
}

test('only what the scope matches is found, dot files too, sorted', async () => {
  const checkout = await checkoutWith({ 'src/b.js': '', 'src/a.js': '', 'src/.hidden.js': '', 'test/a.js': '', 'README.md': '' })
  expect(await pathsIn(checkout, ['src/**', 'README.md', 'src/a.js'])).toEqual(['README.md', 'src/.hidden.js', 'src/a.js', 'src/b.js'])
})

test('dependencies, build output and likely secrets are never found', async () => {
  const left = ['node_modules/x/index.js', 'src/node_modules/y.js', 'dist/a.js', '.git/config', '.env', '.env.local', 'keys/id_rsa', 'server.pem', '.npmrc']
  const checkout = await checkoutWith(Object.fromEntries([...left, 'a.js', '.env.example'].map((path) => [path, 'x'])))
  expect(await pathsIn(checkout, ['**'])).toEqual(['.env.example', 'a.js'])
  expect(await pathsIn(checkout, ['.env', 'server.pem'])).toEqual([])
})

test('links are not followed, not even where a scope starts', async () => {
  const outside = await checkoutWith({ 'secret.txt': 'x' })
  const checkout = await checkoutWith({ 'a.txt': 'x' })
  await symlink(outside, join(checkout, 'linked'))
  await symlink(join(outside, 'secret.txt'), join(checkout, 'file.txt'))
  expect(await pathsIn(checkout, ['**', 'linked/**', 'file.txt', '../**'])).toEqual(['a.txt'])
})

test('deliverables come first, then what is mentioned, then the rest', async () => {
  const checkout = await checkoutWith({ 'a.js': 'a', 'b.js': 'b', 'c.js': 'c', 'd.js': 'd' })
  const packed = await packFiles(checkout, await findFiles(checkout, ['**']), { deliverables: ['d.js'], mentions: 'the test of c.js failed' })
  expect(packed.shown.map((file) => file.path)).toEqual(['d.js', 'c.js', 'a.js', 'b.js'])
})

test('what does not fit is listed, and smaller files after it still fit', async () => {
  const checkout = await checkoutWith({ 'a.txt': 'x'.repeat(100_000), 'b.txt': 'small' })
  const packed = await packFiles(checkout, await findFiles(checkout, ['**']), nothing)
  expect(packed).toEqual({ shown: [{ path: 'b.txt', text: 'small' }], listed: [{ path: 'a.txt', bytes: 100_000 }] })
})

test('what is no text is neither shown nor listed', async () => {
  const checkout = await checkoutWith({ 'a.bin': Uint8Array.of(0, 1, 2), 'b.bin': Uint8Array.of(0xff, 0xfe, 0x41), 'c.txt': 'ü' })
  const packed = await packFiles(checkout, await findFiles(checkout, ['**']), nothing)
  expect(packed).toEqual({ shown: [{ path: 'c.txt', text: 'ü' }], listed: [] })
})
