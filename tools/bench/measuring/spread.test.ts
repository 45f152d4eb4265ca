import { expect, test } from 'vitest'
import { alternate } from './alternate.ts'
import { spreadOf } from './spread.ts'

test('a spread is the median, the extremes and how often was measured', () => {
  expect(spreadOf([9, 1, 5])).toEqual({ median: 5, least: 1, most: 9, rounds: 3 })
  expect(spreadOf([4, 1, 2, 3])).toEqual({ median: 2.5, least: 1, most: 4, rounds: 4 })
  expect(() => spreadOf([])).toThrow('nothing was measured')
})

test('sides are measured in turn, the first round not counted', async () => {
  const order: string[] = []
  const side = (name: string) => async () => order.push(name)
  const measured = await alternate(2, { a: side('a'), b: side('b') })
  expect(order.join('')).toBe('ababab')
  expect(measured).toEqual({ a: { median: 4, least: 3, most: 5, rounds: 2 }, b: { median: 5, least: 4, most: 6, rounds: 2 } })
})
