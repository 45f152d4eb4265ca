import type { OpenWindow, Window } from './window.ts'

/**
 * A window that is named by its end, which is its anchor, and holds until then whatever the clock or its settings say meanwhile. The first charge after
 * it opens the next one.
 */
export function until(key: string, endAfter: (now: number) => number): Window {
  const opened = (end: number, seen: number | null): OpenWindow => {
    const bucket = `${key}/${end}`
    return { bucket, buckets: [bucket], anchor: end === seen ? null : { key, seen, next: end }, observation: null, resetAt: () => end }
  }
  let last: { readonly end: number; readonly seen: number | null; readonly window: OpenWindow } | null = null
  return {
    key,
    open(anchor, _report, now) {
      if (last !== null && last.seen === anchor && now < last.end && last.end === anchor) return last.window
      const end = anchor !== null && now < anchor ? anchor : endAfter(now)
      const window = opened(end, anchor)
      last = { end, seen: anchor, window }
      return window
    },
  }
}
