import type { OpenWindow, Window } from './window.ts'

/** A ring of this many buckets and one more: what counts is never shorter than the window, and at most a twelfth longer. */
const parts = 12

/** The last `lengthMs`. The highest bucket ever used is the anchor: a clock that goes back stays in it. */
export function sliding(key: string, lengthMs: number): Window {
  const step = Math.ceil(lengthMs / parts)
  const bucketAt = (index: number): string => `${key}/${step}/${index}`
  let last: { readonly index: number; readonly seen: number | null; readonly window: OpenWindow } | null = null
  return {
    key,
    open(anchor, _report, now) {
      const here = Math.floor(now / step)
      const index = Math.max(here, anchor ?? here)
      const moves = index !== anchor
      if (last !== null && last.index === index && last.seen === anchor) return last.window
      const first = index - parts
      const window: OpenWindow = {
        bucket: bucketAt(index),
        buckets: Array.from({ length: parts + 1 }, (_, offset) => bucketAt(first + offset)),
        anchor: moves ? { key, seen: anchor, next: index } : null,
        observation: null,
        resetAt: (isUsed) => {
          const oldest = Array.from({ length: parts + 1 }, (_, offset) => first + offset).find((candidate) => isUsed(bucketAt(candidate))) ?? index
          return (oldest + parts + 1) * step
        },
      }
      last = { index, seen: anchor, window }
      return window
    },
  }
}
