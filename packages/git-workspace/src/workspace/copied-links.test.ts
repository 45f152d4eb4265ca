import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import fc from 'fast-check'
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

test('links that are each let in never lead out together', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'autopack-links-')))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const step = fc.constantFrom('..', 'a', 'b', 'one', 'two', '.')
  const link = fc.record({ at: fc.constantFrom('one', 'a/one', 'a/b/one', 'two', 'a/two', 'a/b/two'), target: fc.array(step, { minLength: 1, maxLength: 5 }).map((steps) => steps.join('/')) })
  let trees = 0
  fc.assert(
    fc.property(fc.uniqueArray(link, { maxLength: 6, selector: ({ at }) => at }), (links) => {
      const root = join(folder, `${trees++}`, 'checkout')
      mkdirSync(join(root, 'a/b'), { recursive: true })
      for (const { at, target } of links.filter(({ at: path, target: to }) => staysInside(path, to))) {
        mkdirSync(dirname(join(root, at)), { recursive: true })
        symlinkSync(target, join(root, at))
      }
      return links.every(({ at }) => !relative(root, placeOf(join(root, at), root)).startsWith('..'))
    }),
  )
})

/** Where a path really leads; the root for one that leads nowhere. */
function placeOf(path: string, root: string): string {
  try {
    return realpathSync(path)
  } catch {
    return root
  }
}
