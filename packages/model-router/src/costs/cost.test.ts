import fc from 'fast-check'
import { expect, test } from 'vitest'
import { costBound, costOf, dearestOf } from './cost.ts'

const none = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 }

test('a million tokens cost what the list says', () => {
  expect(costOf({ ...none, input: 1_000_000 }, { input: 0.25, output: 2 })).toBe(250_000_000)
  expect(costOf({ ...none, output: 1_000_000 }, { input: 0.25, output: 2 })).toBe(2_000_000_000)
})

test('a class has its own price, or that of what it is part of', () => {
  const price = { input: 1, cacheRead: 0.1, cacheWrite: 1.25, output: 10, reasoning: 20 }
  expect(costOf({ input: 10, cacheRead: 10, cacheWrite: 10, output: 10, reasoning: 10 }, price)).toBe(10_000 + 1000 + 12_500 + 100_000 + 200_000)
  expect(costOf({ input: 0, cacheRead: 10, cacheWrite: 10, output: 0, reasoning: 10 }, { input: 1, output: 10 })).toBe(10_000 + 10_000 + 100_000)
})

test('what is written for an hour has its own price, and where it is not told what is, all of it is the dearer', () => {
  const price = { input: 1, cacheWrite: 1.25, cacheWriteHour: 2, output: 10 }
  expect(costOf({ ...none, cacheWrite: 10, cacheWriteHour: 4 }, price)).toBe(6 * 1250 + 4 * 2000)
  expect(costOf({ ...none, cacheWrite: 10, cacheWriteHour: 0 }, price)).toBe(12_500)
  expect(costOf({ ...none, cacheWrite: 10 }, price)).toBe(20_000)
  expect(costOf({ ...none, cacheWrite: 10 }, { ...price, cacheWriteHour: 0.5 })).toBe(12_500)
  expect(costOf({ ...none, cacheWrite: 10, cacheWriteHour: 4 }, { input: 1, cacheWrite: 1.25, output: 10 })).toBe(12_500)
})

test('decimals are exact, and a fraction of a nano-dollar is rounded up', () => {
  expect(costOf({ ...none, input: 3 }, { input: 0.1, output: 0 })).toBe(300)
  expect(costOf({ ...none, cacheRead: 1 }, { input: 1, cacheRead: 0.0251, output: 0 })).toBe(26)
})

test('no usage within the bound costs more than the bound', () => {
  const amount = fc.nat(1_000_000)
  const price = fc.record({ input: fc.double({ min: 0, max: 100, noNaN: true }), output: fc.double({ min: 0, max: 500, noNaN: true }) })
  const extras = fc.record({ cacheRead: amount, cacheWrite: amount, cacheWriteHour: amount, reasoning: amount }, { requiredKeys: [] })
  fc.assert(
    fc.property(fc.record({ input: amount, cacheRead: amount, cacheWrite: amount, output: amount, reasoning: amount }), fc.option(amount), price, extras, (told, hour, base, more) => {
      const full = { ...base, ...more }
      const usage = hour === null ? told : { ...told, cacheWriteHour: Math.min(hour, told.cacheWrite) }
      const bound = costBound(usage.input + usage.cacheRead + usage.cacheWrite, usage.output + usage.reasoning, dearestOf(full))
      expect(costOf(usage, full)).toBeLessThanOrEqual(bound)
    }),
  )
})

test('a bound is what the dearest classes cost, to the nano-dollar, however large', () => {
  const tokens = fc.nat(2 ** 40)
  const price = fc.double({ min: 0, max: 500, noNaN: true })
  fc.assert(fc.property(tokens, tokens, price, (input, output, usd) => costBound(input, output, dearestOf({ input: usd, output: usd / 3 })) === costOf({ ...none, input, output }, { input: usd, output: usd / 3 })))
})
