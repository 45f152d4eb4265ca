import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editText } from './search-replace.ts'

const text = 'function a() {\n  return 1\n}\n\nfunction b() {\n  return 2\n}\n'

function problem(search: string, original = text): string {
  const result = editText(original, [{ search, replace: 'x' }])
  return result.kind === 'problem' ? result.message : `edited: ${result.text}`
}

test('edits apply in order, each on what the one before left', () => {
  const result = editText(text, [
    { search: 'return 1', replace: 'return 3' },
    { search: 'return 3\n}', replace: 'return 4\n}' },
  ])
  expect(result).toEqual({ kind: 'edited', text: text.replace('return 1', 'return 4') })
})

test('a replacement is taken literally', () => {
  expect(editText('price', [{ search: 'price', replace: "$& $1 $$ $'" }])).toEqual({ kind: 'edited', text: "$& $1 $$ $'" })
})

test('a block that occurs twice is named with its lines', () => {
  expect(problem('function ')).toBe('edit 1: the search block occurs 2 times, at lines 1, 5; add lines around it until it occurs once')
})

test('overlapping occurrences count', () => {
  expect(problem('aa', 'aaa')).toContain('occurs 2 times')
})

test('a block that differs in white space says so', () => {
  expect(problem('function b() {\n    return 2\n}')).toBe('edit 1: the search block does not occur in the file; lines 5-7 match except for white space; copy them exactly')
})

test('a block that differs in one line names that line', () => {
  expect(problem('function b() {\n  return two\n}')).toBe('edit 1: the search block does not occur in the file; the closest are lines 5-7, where line 6 is "  return 2" and not "  return two"')
})

test('a block of which nothing occurs says so', () => {
  expect(problem('class C {')).toContain('no line of it does')
  expect(problem('')).toContain('empty')
  expect(problem('\n\n\n\n')).toContain('no line of it does')
})

test('a file with windows line endings keeps them', () => {
  expect(editText('a\r\nb\r\nc\r\n', [{ search: 'a\nb', replace: 'x\ny\nz' }])).toEqual({ kind: 'edited', text: 'x\r\ny\r\nz\r\nc\r\n' })
})

test('an edit that is made changes nothing else', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 1 }), fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, search, replace, after) => {
      fc.pre(!(before + search + after).includes('\r'))
      const result = editText(before + search + after, [{ search, replace }])
      if (result.kind === 'edited') expect(result.text).toBe(before + replace + after)
    }),
  )
})
