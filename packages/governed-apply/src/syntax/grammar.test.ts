import { describe, expect, test } from 'vitest'
import { forgetParsers } from './tree-sitter.ts'
import { treeErrors } from './tree-errors.ts'

const valid = (lines: number): string => Array.from({ length: lines }, (_, index) => `export const a${index}: Readonly<Record<string, number>> = { b: ${index}, c: [1, 2, "x"].length }\n`).join('')

describe('a text that keeps a grammar busy', () => {
  test.each([
    ['looks for an end from every line', '/*\n'.repeat(12_000)],
    ['the same, longer', '/*\n'.repeat(60_000)],
  ])('(%s) is given up on by what it asks for, not by time', async (_, text) => {
    const before = process.cpuUsage()
    expect(await treeErrors('tsx', text)).toBeNull()
    expect(process.cpuUsage(before).user).toBeLessThan(3_000_000)
  })

  test.each([
    ['a program of many lines', 'typescript', valid(5000)],
    ['one line', 'tsx', `var a=[${'1,'.repeat(50_000)}1]`],
    ['short names', 'tsx', 'a;\n'.repeat(50_000)],
    ['operators', 'python', `x = ${'-'.repeat(100_000)}1\n`],
    ['one long text', 'python', `x = '''${'x'.repeat(500_000)}'''\n`],
    ['documents of a shell', 'bash', 'cat <<A\nx\nA\n'.repeat(3000)],
    ['nothing', 'go', ''],
  ])('is none that is only long: %s', async (_, grammar, text) => {
    expect(await treeErrors(grammar, text)).toEqual({ count: 0, first: null })
  })
})

test('what ends a grammar ends no other, whether it is loaded, being loaded or not yet', async () => {
  const java = (): Promise<unknown> => treeErrors('java', 'class A {}\n')
  await java()
  const waiting = [java(), treeErrors('python', 'x = 1\n')]
  forgetParsers()
  expect(await Promise.all([...waiting, java(), treeErrors('go', 'package a\n')])).toEqual(Array.from({ length: 4 }, () => ({ count: 0, first: null })))
})
