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
  ['gone, for any other where no file is known', ['one', 'two'], ['one', 'anything'], ['two']],
  ['gone, for another of its suite where no file is known', ['s > one', 's > two'], ['s > one', 's > says two'], ['s > two']],
  ['gone, while one whose file is known is new', ['one', 'two'], ['one', 'x.js: three'], ['two']],
  ['gone with its file, while one whose file is not known is new', ['x.js: one', 'two'], ['two', 'three'], ['one']],
  ['gone with one of its parameters', ['t.a > t[1]', 't.a > t[2]'], ['t.a > t[3]'], ['t.a > t[2]']],
  ['gone, for one of another suite with parameters', ['t.a > t[1]'], ['t.b > t[2]'], ['t.a > t[1]']],
  ['gone, for one with another remark', ['reads [json]', '[a] b'], ['reads [yaml]', '[c] d'], ['reads [json]', '[a] b']],
  ['gone with one of two that share a name', ['a', 'a'], ['a'], ['a']],
])('a test is lost that is %s', (_, before, now, lost) => {
  expect(lostTests(cases(...now), cases(...before))).toEqual(lost)
})

test.each([
  ['is renamed in its file', ['x.js: a', 'x.js: b'], ['x.js: a', 'x.js: says b']],
  ['moves to another file', ['x.js: a', 'y.js: b'], ['x.js: a', 'x.js: b']],
  ['is named by its file, which moves', ['tests.a > one', 'tests.a > two'], ['tests.unit.a > one', 'tests.unit.a > two']],
  ['moves to another suite', ['x.js: old > one'], ['x.js: new > one']],
  ['has a name that is another one each time', ['x.py: t[0x7f01]', 'x.py: t[0x7f02]'], ['x.py: t[0x7f03]', 'x.py: t[0x7f04]']],
  ['has other parameters each time where no file is known', ['t.a > t[0x7f01]', 't.a > u[now]', 'at 0x7f of <X 0x7f>'], ['t.a > t[0x7f02]', 't.a > u[later]', 'at 0x8f of <X 0x8f>']],
  ['was skipped before', ['a', '-b'], ['a']],
  ['is new', ['a'], ['a', 'b']],
])('no test is lost that %s', (_, before, now) => {
  expect(lostTests(cases(...now), cases(...before))).toEqual([])
})
