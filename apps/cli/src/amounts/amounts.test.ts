import { describe, expect, it } from 'vitest'
import { bytes, compact, counted } from './count.ts'
import { ago, duration } from './duration.ts'
import { money } from './money.ts'

describe('amounts as a person reads them', () => {
  it.each([
    [0, '0.0s'],
    [440, '0.4s'],
    [9_949, '9.9s'],
    [9_990, '10s'],
    [59_400, '59s'],
    [59_600, '1m'],
    [65_000, '1m05s'],
    [600_000, '10m'],
    [7_200_000, '2h'],
    [7_380_000, '2h03m'],
    [93_600_000, '1d02h'],
  ])('%d ms is %s', (ms, text) => expect(duration(ms)).toBe(text))

  it.each([
    [30_000, 'just now'],
    [300_000, '5 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [25 * 3_600_000, '1 day ago'],
    [72 * 3_600_000, '3 days ago'],
  ])('%d ms before is %s', (ms, text) => expect(ago(ms)).toBe(text))

  it.each([
    [0, '$0'],
    [50_000, '<$0.0001'],
    [12_300_000, '$0.0123'],
    [999_960_000, '$1.00'],
    [12_300_000_000, '$12.30'],
  ])('%d nano-dollars are %s', (nano, text) => expect(money(nano)).toBe(text))

  it.each([
    [950, '950'],
    [12_345, '12.3k'],
    [200_000, '200k'],
    [999_960, '1M'],
    [5_000_000, '5M'],
  ])('%d tokens are %s', (tokens, text) => expect(compact(tokens)).toBe(text))

  it('counts in the plural but for one', () => {
    expect([counted(0, 'test'), counted(1, 'test'), counted(2, 'test')]).toEqual(['0 tests', '1 test', '2 tests'])
  })

  it.each([
    [12, '12 B'],
    [3_400, '3 kB'],
    [3_400_000, '3.4 MB'],
  ])('%d bytes are %s', (size, text) => expect(bytes(size)).toBe(text))
})
