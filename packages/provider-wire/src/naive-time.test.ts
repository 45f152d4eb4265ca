import { expect, test } from 'vitest'
import { readNaiveTime } from './naive-time.ts'

test.each([
  ['2026-01-01 12:00:00', '+08:00', '2026-01-01T04:00:00Z'],
  ['it resets 2026-01-01T12:00:30', '+00:00', '2026-01-01T12:00:30Z'],
  ['2026-01-01 at noon', '+08:00', null],
  ['2026-01-01 12:00:00', null, null],
  ['2026-01-01T12:00:00Z', '+08:00', '2026-01-01T12:00:00Z'],
  ['2026-01-01 12:00 UTC', null, '2026-01-01T12:00:00Z'],
  ['2026-01-01T12:00:00+0200', null, '2026-01-01T10:00:00Z'],
  ['2026-13-01 12:00:00', '+08:00', null],
  ['soon', '+08:00', null],
])('%s at %s is %s', (text, offset, at) => {
  expect(readNaiveTime(text, offset)).toBe(at === null ? null : Date.parse(at))
})
