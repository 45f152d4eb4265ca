import { until } from './until.ts'
import type { Window } from './window.ts'

export type Period = 'day' | 'week' | 'month'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** With the hours that a zone can put on top. */
const longest: Readonly<Record<Period, number>> = { day: 26 * hourMs, week: 7 * dayMs + 2 * hourMs, month: 31 * dayMs + 2 * hourMs }

/** Days, weeks (from Monday) or months of a time zone. A changed zone holds from the end of the window that is open. */
export function calendar(key: string, every: Period, timeZone: string): Window {
  const periodEnd = createPeriodEnd(every, timeZone)
  const longestMs = longest[every]
  return until(key, {
    longestMs,
    stretchAt({ now, ahead }) {
      const clock = now - ahead
      return { since: startOf(periodEnd, clock, longestMs) + ahead, end: periodEnd(clock) + ahead }
    },
  })
}

/** The last end of a period that is not after `now`. */
function startOf(periodEnd: (now: number) => number, now: number, longestMs: number): number {
  for (let end = periodEnd(now - longestMs); ; ) {
    const next = periodEnd(end)
    if (next > now) return end
    end = next
  }
}

/** The instant at which the period ends that `now` is in. */
export function createPeriodEnd(every: Period, timeZone: string): (now: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
  const wallClock = (instant: number): number => {
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts
    return Date.UTC(year, month - 1, day, hour, minute, second)
  }
  return (now) => {
    const midnight = nextMidnight(wallClock(now), every)
    // the offsets around it: a day that begins at 01:00, or twice, begins when its wall clock has certainly been reached
    const candidates = [midnight - dayMs, midnight + dayMs].map((near) => midnight - (wallClock(near) - near)).toSorted((a, b) => a - b)
    return candidates.find((candidate) => candidate > now && wallClock(candidate) >= midnight) ?? Math.max(now + 1, ...candidates)
  }
}

/** As a wall clock reads it, in milliseconds as if it stood in UTC. */
function nextMidnight(wall: number, every: Period): number {
  const date = new Date(wall)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  if (every === 'month') return Date.UTC(year, month + 1, 1)
  if (every === 'week') return Date.UTC(year, month, day + 7 - ((date.getUTCDay() + 6) % 7))
  return Date.UTC(year, month, day + 1)
}
