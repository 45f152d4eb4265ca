import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCappedOutput } from './capped-output.ts'

function cap(limit: number, chunks: readonly Buffer[]): { readonly text: string; readonly dropped: number } {
  const output = createCappedOutput(limit)
  for (const chunk of chunks) output.add(chunk)
  return { text: output.text(), dropped: output.dropped() }
}

test('text within the limit is whole, however it is cut into chunks', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 1, max: 7 }), (text, size) => {
      const bytes = Buffer.from(text)
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
      expect(cap(bytes.length, chunks)).toEqual({ text, dropped: 0 })
    }),
  )
})

test('beyond the limit head and tail are kept in whole characters, and every byte is accounted for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 40 }), (text, limit, size) => {
      const bytes = Buffer.from(text)
      fc.pre(bytes.length > limit)
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
      const { text: kept, dropped } = cap(limit, chunks)
      const [head = '', tail = ''] = kept.split(`\n… [${dropped} bytes dropped] …\n`)
      expect([text.startsWith(head), text.endsWith(tail), Buffer.byteLength(head + tail) + dropped]).toEqual([true, true, bytes.length])
      expect(Buffer.byteLength(head + tail)).toBeLessThanOrEqual(limit)
    }),
  )
})
