import type { OpenWindow, Window, WindowState } from './window.ts'

export interface Stretch {
  /** What was used before counts no more. */
  readonly since: number
  readonly end: number
}

/** How a window is opened that holds until its end. Times are the limit's own. */
export interface Opening {
  /** Longer than none of its kind is, in milliseconds. */
  readonly longestMs: number
  /** Of the window that a charge at `now` opens, given how far that is ahead of the clock. */
  readonly stretchAt: (state: Pick<WindowState, 'now' | 'ahead'>) => Stretch
}

/**
 * A window that is named by its end, which is its anchor, and holds until then whatever the clock or its settings say meanwhile. The first charge after
 * it opens the next one.
 */
export function until(key: string, { longestMs, stretchAt }: Opening): Window {
  let last: { readonly seen: number | null; readonly window: OpenWindow } | null = null
  const opened = ({ since, end }: Stretch, seen: number | null): OpenWindow => {
    const bucket = `${key}/${end}`
    return { bucket, buckets: [bucket], anchor: end === seen ? null : { key, seen, next: end }, observation: null, since, bucketAt: () => bucket, resetAt: () => end, endsAt: end, look: null }
  }
  return {
    key,
    keys: [key],
    wasOpenAt({ anchor }) {
      const end = anchor(key)
      return end === null ? null : end - longestMs
    },
    open({ anchor, now, ahead }) {
      const seen = anchor(key)
      if (last !== null && last.seen === seen && now < last.window.endsAt && last.window.endsAt === seen) return last.window
      const stretch = stretchAt({ now, ahead })
      const window = opened(seen !== null && now < seen ? { ...stretch, end: seen } : stretch, seen)
      last = { seen, window }
      return window
    },
  }
}
