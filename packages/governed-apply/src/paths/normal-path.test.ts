import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holdsGitName } from './git-name.ts'
import { leavesRepository, normalPath, plainPath } from './normal-path.ts'

describe('the normal form of a path', () => {
  test.each([
    ['./config/x', 'config/x'],
    ['a/../config/x', 'config/x'],
    ['CONFIG/x', 'config/x'],
    ['config//x', 'config/x'],
    ['config\\x', 'config/x'],
    ['config./x. ', 'config/x'],
    ['con\u200bfig/\ufeffx', 'config/x'],
    ['cafe\u0301.md', 'caf\u00e9.md'],
    ['CAF\u00c9.md', 'caf\u00e9.md'],
    ['pa\u017f\u017fword', 'password'],
    ['\u212aey', 'key'],
    ['Stra\u00dfe', 'strasse'],
  ])('of %j is %j', (path, normal) => {
    expect(normalPath(path)).toBe(normal)
  })

  const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/)
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'))
  const respelled = fc.constantFrom<(path: string) => string>(
    (it) => `./${it}`,
    (it) => `x/../${it}`,
    (it) => it.toUpperCase(),
    (it) => it.replaceAll('/', '//'),
    (it) => it.replaceAll('/', '\\'),
    (it) => `${it}.`,
    (it) => `${it} `,
    (it) => it.split('').join('\u200d'),
    (it) => it.normalize('NFD'),
  )

  test('is the same for any spelling of a path', () => {
    fc.assert(fc.property(path, fc.array(respelled, { maxLength: 4 }), (it, ways) => normalPath(ways.reduce((spelling, way) => way(spelling), it)) === it))
  })

  test('is its own normal form', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (it) => normalPath(normalPath(it)) === normalPath(it)))
  })
})

test('a plain path keeps its case', () => {
  expect(['./a/../B/c', 'B/c'].map(plainPath)).toEqual(['B/c', 'B/c'])
})

test.each(['../x', '/etc/passwd', 'a/../../x', '..', 'C:\\x', '..\\x'])('%j leaves the repository', (path) => {
  expect(leavesRepository(path)).toBe(true)
})

test.each(['x', './x', 'a/../x', '..x/y', 'c/d:e'])('%j stays in the repository', (path) => {
  expect(leavesRepository(path)).toBe(false)
})

test.each(['.git', '.git/config', 'a/.git/x', '.GIT/x', '.giT', '.git./x', '.git /x', '.git . /x', '.g\u200cit/x', 'git~1', 'GIT~2/x', '.git::$INDEX_ALLOCATION/x', '.git:stream'])('%j is git’s own', (path) => {
  expect(holdsGitName(normalPath(path))).toBe(true)
})

test.each(['.github/x', '.gitignore', 'git/x', 'a.git/x', 'git~x', '.gitattributes', 'digit'])('%j is not git’s own', (path) => {
  expect(holdsGitName(normalPath(path))).toBe(false)
})
