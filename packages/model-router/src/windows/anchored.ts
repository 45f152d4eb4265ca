import { until } from './until.ts'
import type { Window } from './window.ts'

/** Opened by the first charge, for `lengthMs`. */
export function anchored(key: string, lengthMs: number): Window {
  return until(key, { longestMs: lengthMs, stretchAt: ({ now }) => ({ since: now - lengthMs, end: now + lengthMs }) })
}
