import type { Window } from './window.ts'

/** From the last reset that the provider named and that has passed, to the next one it names. Until it names one, everything counts. */
export function providerReported(key: string): Window {
  return {
    key,
    open(anchor, report, now) {
      const reset = report?.resetAt ?? null
      const passed = reset !== null && reset <= now && reset > (anchor ?? 0)
      const start = passed ? reset : (anchor ?? 0)
      const bucket = `${key}/${start}`
      const holds = report !== null && !passed && (reset === null || reset > start)
      return {
        bucket,
        buckets: [bucket],
        anchor: passed ? { key, seen: anchor, next: start } : null,
        observation: holds ? key : null,
        resetAt: () => (reset !== null && reset > now ? reset : now + unknownResetMs),
      }
    },
  }
}

/** Where the provider has named no time: look again then. */
const unknownResetMs = 3_600_000
