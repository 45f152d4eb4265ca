import { describe, expect, test } from 'vitest'
import { formatProblem } from '../problem/problem.ts'
import { parseDocument } from './parse-document.ts'

function problems(text: string): string[] {
  const parsed = parseDocument({ text, file: 'f.yaml' })
  return parsed.kind === 'invalid' ? parsed.problems.map(formatProblem) : []
}

describe('a text that cannot be trusted is refused with its position', () => {
  test('syntax', () => {
    expect(problems('a: 1\nb: [')).toEqual([expect.stringMatching(/^f\.yaml:2:5 document: not valid YAML: /)])
  })

  test('keys given twice, in YAML and in JSON, however deep', () => {
    expect(problems('a: 1\nb: 2\na: 3')).toEqual(['f.yaml:3:1 a: the key `a` is given twice; keep one'])
    expect(problems('{"a": [{"b": 1, "b": 2}]}')).toEqual(['f.yaml:1:17 a[0].b: the key `b` is given twice; keep one'])
  })

  test('aliases that multiply', () => {
    const ten = (name: string): string => `[${Array.from({ length: 10 }, () => name).join(', ')}]`
    expect(problems(`a: &a ${ten('1')}\nb: &b ${ten('*a')}\nc: ${ten('*b')}`)).toEqual([expect.stringContaining('multiply beyond what is allowed')])
  })

  test('an alias without an anchor', () => {
    expect(problems('a: *nowhere')).toEqual([expect.stringContaining('nowhere')])
  })

  test('nesting beyond what the stack holds', () => {
    expect(problems('['.repeat(50_000))).toEqual(['f.yaml:1:1 document: nested too deeply to be read'])
  })

  test('more than a megabyte', () => {
    expect(problems(`a: ${'x'.repeat(1_000_000)}`)).toEqual([expect.stringContaining('larger than 1 MB')])
  })

  test('a hundred problems are shown, and how many more there are', () => {
    const found = problems('- !x 1\n'.repeat(150))
    expect(found).toHaveLength(101)
    expect(found.at(-1)).toBe('f.yaml:100:3 document: 50 more problems are not shown; correct these first')
  })

  test('tags nobody knows, and a second document', () => {
    expect(problems('a: !secret x')).toEqual([expect.stringContaining('!secret')])
    expect(problems('a: 1\n---\nb: 2')).toEqual([expect.stringMatching(/^f\.yaml:2:1 /)])
  })
})

describe('a text that can be read', () => {
  const text = 'base: &base\n  x: 1\ncopy: *base\nlist:\n  - one\n  - { two: 2 }\nempty:\n'
  const parsed = parseDocument({ text, file: 'f.yaml' })
  if (parsed.kind === 'invalid') throw new Error('unreadable')

  test('gives its plain value', () => {
    expect(parsed.value).toEqual({ base: { x: 1 }, copy: { x: 1 }, list: ['one', { two: 2 }], empty: null })
  })

  test.each([
    [['base', 'x'], 'value', 2, 6],
    [['base', 'x'], 'key', 2, 3],
    [['copy', 'x'], 'value', 2, 6],
    [['list', 1, 'two'], 'value', 6, 12],
    [['list', 0], 'value', 5, 5],
    [['list', 1, 'missing', 'deeper'], 'value', 6, 5],
    [[], 'value', 1, 1],
  ] as const)('locates %j, its %s, at %i:%i', (path, at, line, column) => {
    expect(parsed.locate(path, at)).toEqual({ line, column })
  })

  test('JSON is read as well, tabs and all', () => {
    expect(parseDocument({ text: '{\n\t"a": [1, true, null]\n}', file: 'f.json' })).toMatchObject({ value: { a: [1, true, null] } })
  })
})
