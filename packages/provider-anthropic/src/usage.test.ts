import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readUsage } from './usage.ts'

test('one-hour writes are told apart within what was written, thinking is taken out of the output', () => {
  const reported = { input_tokens: 10, cache_read_input_tokens: 20, cache_creation_input_tokens: 30, cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 }, output_tokens: 40, output_tokens_details: { thinking_tokens: 15 } }
  expect(readUsage(reported)).toEqual({ input: 10, cacheRead: 20, cacheWrite: 30, cacheWriteHour: 20, output: 25, reasoning: 15 })
})

test('parts without their total count; details that are null count nothing', () => {
  expect(readUsage({ input_tokens: 1, output_tokens: 2, cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 } })).toEqual({ input: 1, cacheRead: 0, cacheWrite: 7, cacheWriteHour: 4, output: 2, reasoning: 0 })
  expect(readUsage({ input_tokens: 1, output_tokens: 2, cache_read_input_tokens: null, output_tokens_details: null })).toEqual({ input: 1, cacheRead: 0, cacheWrite: 0, output: 2, reasoning: 0 })
})

test('what was written and is told in no part may be the dearer, and of a total alone nothing is said', () => {
  expect(readUsage({ input_tokens: 1, output_tokens: 2, cache_creation_input_tokens: 9, cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 } })).toMatchObject({ cacheWrite: 9, cacheWriteHour: 6 })
  expect(readUsage({ input_tokens: 1, output_tokens: 2, cache_creation_input_tokens: 9 })).toEqual({ input: 1, cacheRead: 0, cacheWrite: 9, output: 2, reasoning: 0 })
})

test.each([[{}], [{ input_tokens: 1 }], [{ input_tokens: -1, output_tokens: 1 }], [{ input_tokens: 1, output_tokens: 1, output_tokens_details: { thinking_tokens: 2 } }], ['many']])('%j is no usage', (reported) => {
  expect(readUsage(reported)).toBeNull()
})

test('whatever is reported, the sum of the classes is what was sent, read, written and came back, or there is none', () => {
  const count = fc.nat(1000)
  fc.assert(
    fc.property(count, count, count, count, count, count, (input, read, fiveMinutes, hour, output, thinking) => {
      const usage = readUsage({ input_tokens: input, cache_read_input_tokens: read, cache_creation_input_tokens: fiveMinutes + hour, cache_creation: { ephemeral_5m_input_tokens: fiveMinutes, ephemeral_1h_input_tokens: hour }, output_tokens: output, output_tokens_details: { thinking_tokens: thinking } })
      if (thinking > output) expect(usage).toBeNull()
      else {
        const { cacheWriteHour, ...classes } = usage ?? {}
        expect([Object.values(classes).reduce((sum, tokens) => sum + tokens, 0), cacheWriteHour]).toEqual([input + read + fiveMinutes + hour + output, hour])
      }
    }),
  )
})
