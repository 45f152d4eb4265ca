import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anchored } from './anchored.ts'
import { calendar, createPeriodEnd } from './calendar.ts'
import { aheadOf } from './ledger-time.ts'
import { sliding } from './sliding.ts'
import type { OpenWindow, Window } from './window.ts'

/** Uses the windows of one limit as a ledger does: charges of one each, and what of them counts at a time. */
function counting() {
  const used = new Map<string, number>()
  const anchors = new Map<string, number>()
  const opened = (window: Window, clock: number): OpenWindow => {
    const anchor = (key: string): number | null => anchors.get(key) ?? null
    const ahead = aheadOf(window.wasOpenAt({ anchor, report: null }), anchors.get('ahead') ?? 0, clock)
    anchors.set('ahead', ahead)
    return window.open({ anchor, report: null, now: clock + ahead, ahead })
  }
  return {
    charge: (window: Window, now: number): void => {
      const { anchor, bucket } = opened(window, now)
      if (anchor !== null) anchors.set(anchor.key, anchor.next)
      used.set(bucket, (used.get(bucket) ?? 0) + 1)
    },
    count: (window: Window, now: number) => opened(window, now).buckets.reduce((sum, bucket) => sum + (used.get(bucket) ?? 0), 0),
  }
}

const minute = 60_000
const times = fc.array(fc.integer({ min: 0, max: 100 * minute }), { minLength: 1, maxLength: 30 })

test('a rolling window never counts less than what was used in its length', () => {
  fc.assert(
    fc.property(times, (offsets) => {
      const window = sliding('k', 10 * minute)
      const { charge, count } = counting()
      const charged: number[] = []
      for (const now of offsets.toSorted((a, b) => a - b)) {
        charge(window, now)
        charged.push(now)
        expect(count(window, now)).toBeGreaterThanOrEqual(charged.filter((at) => at > now - 10 * minute).length)
        expect(count(window, now)).toBeLessThanOrEqual(charged.filter((at) => at > now - 11 * minute).length)
      }
    }),
  )
})

describe.each([
  ['sliding', () => sliding('k', 10 * minute)],
  ['anchored', () => anchored('k', 10 * minute)],
  ['calendar', () => calendar('k', 'day', 'Europe/Berlin')],
] as const)('a %s window', (_, create) => {
  test('forgets nothing when the clock goes back', () => {
    fc.assert(
      fc.property(times, fc.nat(100 * minute), (offsets, back) => {
        const window = create()
        const { charge, count } = counting()
        for (const now of offsets.toSorted((a, b) => a - b)) charge(window, now)
        const latest = Math.max(...offsets)
        expect(count(window, latest - back)).toBeGreaterThanOrEqual(count(window, latest))
      }),
    )
  })
})

test('another time zone opens no window before the old one has ended', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Tokyo', 'America/Los_Angeles', 'Pacific/Kiritimati')
  fc.assert(
    fc.property(zones, zones, fc.integer({ min: 0, max: 3 * 24 * 60 }), fc.nat(23 * 60), (one, other, start, later) => {
      const { charge, count } = counting()
      const [before, after] = [calendar('k', 'day', one), calendar('k', 'day', other)]
      charge(before, start * minute)
      const now = (start + later) * minute
      expect(count(after, now)).toBeGreaterThanOrEqual(count(before, now))
    }),
  )
})

test.each([
  ['day', 'UTC', '2026-03-01T12:00:00Z', '2026-03-02T00:00:00Z'],
  ['day', 'Europe/Berlin', '2026-03-29T00:30:00Z', '2026-03-29T22:00:00Z'],
  ['day', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T23:00:00Z'],
  ['day', 'Africa/Cairo', '2026-04-23T12:00:00Z', '2026-04-23T22:00:00Z'],
  ['week', 'UTC', '2026-03-04T12:00:00Z', '2026-03-09T00:00:00Z'],
  ['week', 'UTC', '2026-03-02T00:00:00Z', '2026-03-09T00:00:00Z'],
  ['month', 'Asia/Tokyo', '2026-02-28T16:00:00Z', '2026-03-31T15:00:00Z'],
] as const)('the %s of %s that has %s ends at %s', (every, zone, now, end) => {
  expect(new Date(createPeriodEnd(every, zone)(Date.parse(now))).toISOString()).toBe(new Date(end).toISOString())
})
