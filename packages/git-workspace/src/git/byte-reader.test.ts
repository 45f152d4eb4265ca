import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createByteReader, StreamEnded } from './byte-reader.ts'

test.each([1, 2, 3, 7, 100])('pieces are found wherever a stream is cut, every %i bytes', async (size) => {
  const stream = new PassThrough()
  const reader = createByteReader(stream)
  const bytes = Buffer.from('one\n\ntwo\nabcde\npatch\nen\nend 1\nrest\n')
  for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size))
  expect([await reader.line(), await reader.line(), await reader.line()]).toEqual(['one', '', 'two'])
  expect((await reader.exactly(6)).toString()).toBe('abcde\n')
  expect((await reader.exactly(0)).length).toBe(0)
  expect((await reader.upTo(Buffer.from('end 1\n'), 100)).toString()).toBe('patch\nen\n')
  expect(await reader.line()).toBe('rest')
})

test('megabytes pass, and a writer that is faster than its reader waits', async () => {
  const stream = new PassThrough()
  const reader = createByteReader(stream)
  const body = Buffer.alloc(30 << 20, 'x')
  stream.write(body)
  stream.end('\n')
  expect((await reader.exactly(body.length)).equals(body)).toBe(true)
  expect(await reader.line()).toBe('')
})

test('what never comes is said, and what comes without end is cut off', async () => {
  const stream = new PassThrough()
  const reader = createByteReader(stream)
  stream.write('x'.repeat(2000))
  await expect(reader.upTo(Buffer.from('end'), 1000)).rejects.toThrow('more than 1000 bytes')
  stream.end('half a line')
  await expect(reader.line()).rejects.toBeInstanceOf(StreamEnded)
})
