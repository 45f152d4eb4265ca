import { expect, test } from 'vitest'
import { AutopackError } from './errors.ts'

test('an error carries a code, a message, details and its cause', () => {
  const cause = new Error('disk')
  const error = new AutopackError({ code: 'AUTOPACK_X', message: 'Do this.', details: { run: 'r' }, cause })
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({ name: 'AutopackError', code: 'AUTOPACK_X', message: 'Do this.', details: { run: 'r' }, cause })
  expect(new AutopackError({ code: 'AUTOPACK_X', message: '' })).toMatchObject({ details: {} })
  expect(new AutopackError({ code: 'AUTOPACK_X', message: '' })).not.toHaveProperty('cause')
})

test('is recognised across copies of this package, and nothing else is', () => {
  const foreign = Object.assign(new Error('x'), { [Symbol.for('autopack.error')]: true })
  expect(AutopackError.isInstance(foreign)).toBe(true)
  expect(AutopackError.isInstance(new AutopackError({ code: 'AUTOPACK_X', message: '' }))).toBe(true)
  for (const other of [new Error('x'), { code: 'AUTOPACK_X' }, null, undefined, 'AUTOPACK_X']) expect(AutopackError.isInstance(other)).toBe(false)
})

test('the marker does not show where errors are written down', () => {
  expect(Object.keys(new AutopackError({ code: 'AUTOPACK_X', message: '' }))).toEqual(['code', 'details', 'name'])
})
