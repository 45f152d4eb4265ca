import type { TestCase } from '@autopack/contracts'
import { expect, test } from 'vitest'
import { lostTests } from './lost-tests.ts'

/** `file: name`, or a name alone; `-` before a name: it was skipped. */
function cases(...texts: readonly string[]): readonly TestCase[] {
  return texts.map((text) => {
    const [, skip = '', file, name = ''] = /^(-?)(?:(\S+): )?(.*)$/.exec(text) ?? []
    return { name, status: skip === '-' ? 'skipped' : 'passed', ...(file === undefined ? {} : { file }) }
  })
}

test.each([
  ['gone', ['a', 'b'], ['a'], ['b']],
  ['skipped', ['a', 'b'], ['a', '-b'], ['b']],
  ['skipped beside a new one', ['a', 'b'], ['a', '-b', 'c'], ['b']],
  ['gone, while another file has a new one', ['x.js: a', 'y.js: b'], ['x.js: a', 'x.js: c'], ['b']],
  ['gone twice, and replaced once', ['x.js: a', 'x.js: b'], ['x.js: c'], ['b']],
  ['gone with one of two that share a name', ['a', 'a'], ['a'], ['a']],
])('a test is lost that is %s', (_, before, now, lost) => {
  expect(lostTests(cases(...now), cases(...before))).toEqual(lost)
})

test.each([
  ['is renamed in its file', ['x.js: a', 'x.js: b'], ['x.js: a', 'x.js: says b']],
  ['is renamed where no file is known', ['a', 'b'], ['a', 'says b']],
  ['moves to another file', ['x.js: a', 'y.js: b'], ['x.js: a', 'x.js: b']],
  ['is named by its file, which moves', ['tests.a > one', 'tests.a > two'], ['tests.unit.a > one', 'tests.unit.a > two']],
  ['moves to another suite', ['x.js: old > one'], ['x.js: new > one']],
  ['has a name that is another one each time', ['x.py: t[0x7f01]', 'x.py: t[0x7f02]'], ['x.py: t[0x7f03]', 'x.py: t[0x7f04]']],
  ['was skipped before', ['a', '-b'], ['a']],
  ['is new', ['a'], ['a', 'b']],
])('no test is lost that %s', (_, before, now) => {
  expect(lostTests(cases(...now), cases(...before))).toEqual([])
})
