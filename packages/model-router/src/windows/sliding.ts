import type { OpenWindow, Window } from './window.ts'

/** A ring of this many buckets and one more: what counts is never shorter than the window, and at most a twelfth longer. */
const parts = 12

/** The last `lengthMs`. The highest bucket ever used is the anchor: a clock that goes back stays in it. */
export function sliding(key: string, lengthMs: number): Window {
  const step = Math.ceil(lengthMs / parts)
  const bucketAt = (index: number): string => `${key}/${index}`
  let last: { readonly index: number; readonly seen: number | null; readonly window: OpenWindow } | null = null
  return {
    key,
    keys: [key],
    wasOpenAt({ anchor }) {
      const index = anchor(key)
      return index === null ? null : index * step
    },
    open({ anchor, now }) {
      const seen = anchor(key)
      const here = Math.floor(now / step)
      const index = Math.max(here, seen ?? here)
      if (last !== null && last.index === index && last.seen === seen) return last.window
      const first = index - parts
      const end = (index + parts + 1) * step
      const window: OpenWindow = {
        bucket: bucketAt(index),
        buckets: Array.from({ length: parts + 1 }, (_, offset) => bucketAt(first + offset)),
        anchor: index === seen ? null : { key, seen, next: index },
        observation: null,
        since: first * step,
        bucketAt: (time) => bucketAt(Math.min(Math.floor(time / step), index)),
        resetAt: (isUsed) => {
          const oldest = Array.from({ length: parts + 1 }, (_, offset) => first + offset).find((candidate) => isUsed(bucketAt(candidate))) ?? index
          return (oldest + parts + 1) * step
        },
        endsAt: end,
        look: null,
      }
      last = { index, seen, window }
      return window
    },
  }
}
