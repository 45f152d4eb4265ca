import { expect, test } from 'vitest'
import { languageOf, type Language } from './language.ts'
import { newErrors } from './new-errors.ts'
import type { PythonReader } from './python-errors.ts'

/** Tells of one error at most, as Python does. */
const first: PythonReader = async (text) => (text.includes('(:') ? { count: 1, first: { line: 1, message: 'invalid syntax' } } : { count: 0, first: null })

function language(path: string): Language {
  const known = languageOf(path)
  if (known === null) throw new TypeError(`${path} is of no language`)
  return known
}

async function found(before: string, after: string): Promise<number | string | null> {
  const errors = await newErrors(language('a.py'), before, after, first)
  return errors === null || errors === 'unreadable' ? errors : errors.count
}

const broken = (name: string): string => `def ${name}(:\n    pass\n\nx = 1\n\n`

test('a file of Python that had an error may keep it, and have no second', async () => {
  expect(await found(broken('a'), `${broken('a')}y = 2\n`)).toBeNull()
  expect(await found(broken('a'), `${broken('a')}${broken('b')}`)).toBeGreaterThan(1)
  expect(await found(`${broken('a')}${broken('b')}`, broken('b'))).toBeNull()
})

test('a file that had none may have none', async () => {
  expect(await found('x = 1\n', broken('a'))).toBe(1)
  expect(await found('', broken('a'))).toBe(1)
  expect(await found(broken('a'), 'x = 1\n')).toBeNull()
})

test('what no parser reads is told of, except where none could before', async () => {
  const [endless, longer] = ['/*\n'.repeat(12_000), '/*\n'.repeat(13_000)]
  const script = language('a.js')
  expect(await newErrors(script, 'x\n', endless, null)).toBe('unreadable')
  expect(await newErrors(script, '', endless, null)).toBe('unreadable')
  expect(await newErrors(script, endless, longer, null)).toBeNull()
})
