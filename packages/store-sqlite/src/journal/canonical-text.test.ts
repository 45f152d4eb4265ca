import { expect, test } from 'vitest'
import { canonicalText } from './canonical-text.ts'

test('keys are sorted at every depth, and what JSON leaves out is left out', () => {
  expect(canonicalText({ b: [{ d: 1, c: null }, undefined], a: undefined, 'ä': 'ä', B: true })).toBe('{"B":true,"b":[{"c":null,"d":1},null],"ä":"ä"}')
})

test('a key that means something to JavaScript is a key like any other', () => {
  const value: unknown = JSON.parse('{ "b": 1, "__proto__": { "z": 1, "a": 2 } }')
  expect(canonicalText(value)).toBe('{"__proto__":{"a":2,"z":1},"b":1}')
})
