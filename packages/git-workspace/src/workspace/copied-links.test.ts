import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { staysInside } from './copied-links.ts'

test.each([
  ['link', 'file'],
  ['a/link', '../file'],
  ['a/b/link', '../../file'],
  ['a/link', './b//c'],
  ['a/link', '..'],
])('%s → %s stays', (path, target) => expect(staysInside(path, target)).toBe(true))

test.each([
  ['link', '..'],
  ['link', '/etc/passwd'],
  ['a/link', '../../file'],
  ['a/link', 'b/../../..'],
  ['a/link', 'other-link/..'],
])('%s → %s leaves', (path, target) => expect(staysInside(path, target)).toBe(false))

/** Up to two steps up, somewhere, up to two steps up again. */
function targetsBy(places: readonly string[]): readonly string[] {
  const climbs = ['.', '..', '../..']
  return climbs.flatMap((before) => places.flatMap((place) => climbs.map((after) => `${before}/${place}/${after}`)))
}

test('two links that are each let in never lead out together', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-links-')))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const root = join(folder, 'outer/checkout')
  mkdirSync(join(root, 'a/b'), { recursive: true })
  const places: Readonly<Record<string, readonly string[]>> = { 'a/b/one': targetsBy(['.', 'a', 'two']), two: targetsBy(['.', 'a', 'a/b/one']) }
  const [ones = [], twos = []] = Object.entries(places).map(([at, targets]) => targets.filter((target) => staysInside(at, target)))
  const leaving = ones.flatMap((one) => twos.filter((two) => leadsOut(root, { 'a/b/one': one, two })).map((two) => [one, two]))
  expect(leaving).toEqual([])
  expect(ones.length * twos.length).toBeGreaterThan(30)
})

function leadsOut(root: string, links: Readonly<Record<string, string>>): boolean {
  for (const [at, target] of Object.entries(links)) symlinkSync(target, join(root, at))
  const places = Object.keys(links).map((at) => placeOf(join(root, at), root))
  for (const at of Object.keys(links)) unlinkSync(join(root, at))
  return places.some((place) => relative(root, place).startsWith('..'))
}

/** Where a path really leads; the root for one that leads nowhere. */
function placeOf(path: string, root: string): string {
  try {
    // the kernel’s answer; Node’s own takes `link/..` by its letters
    return realpathSync.native(path)
  } catch {
    return root
  }
}
