import { expect, test } from 'vitest'
import type { Finding } from '../bench.ts'
import { table } from './table.ts'

const finding: Finding = { what: 'a ÷ b', value: 1.234, unit: '×', goal: { atMost: 1.5 }, measured: { 'a ms': { median: 1234.5, least: 12.34, most: 0.12345, rounds: 9 } } }

test('a row says what was measured, what it should be and what it is made of', () => {
  expect(table([finding]).split('\n').at(-1)).toBe('| a ÷ b | 1.23× | ≤ 1.50× | met | a ms 1,235 (12.3–0.123; 9 rounds) |')
})

test('a goal that is missed stands out, on either side', () => {
  const rows = table([{ ...finding, value: 1.6 }, { ...finding, value: 4.9, goal: { atLeast: 5 } }, { ...finding, value: 5, goal: { atLeast: 5 } }]).split('\n').slice(2)
  expect(rows.map((row) => row.includes('**missed**'))).toEqual([true, true, false])
})
