import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalDigest } from './canonical-digest.ts'

test('is SHA-256 over JSON with sorted keys and no blanks', () => {
  const expected = createHash('sha256').update('{"a":[{"c":1,"d":null}],"b":"é"}').digest('hex')
  expect(canonicalDigest({ b: 'é', a: [{ d: null, c: 1, e: undefined }] })).toBe(expected)
})

test('does not depend on the order in which keys were set', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      expect(canonicalDigest(Object.fromEntries(Object.entries(value).toReversed()))).toBe(canonicalDigest(value))
    }),
  )
})

test('depends on the order of a list', () => {
  expect(canonicalDigest([1, 2])).not.toBe(canonicalDigest([2, 1]))
})
