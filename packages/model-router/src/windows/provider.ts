import type { AnchorMove } from '@autopack/contracts'
import type { Window, WindowState } from './window.ts'

/** Where the provider has named no end: ask again then. */
const unknownEndMs = 3_600_000
/** What was told of a window whose end nobody knows is told anew. */
const retoldMs = 86_400_000

/** From the last reset that the provider named and that has passed, to the next one it names. Until it names one, everything counts, and a full one is looked at every hour. */
export function providerReported(key: string): Window {
  const lookKey = `${key}/look`
  return {
    key,
    keys: [key, lookKey],
    wasOpenAt({ anchor, report }) {
      const [start, lookedAt] = [anchor(key), anchor(lookKey)]
      return start === null && lookedAt === null && report === null ? null : Math.max(start ?? 0, lookedAt ?? 0, report?.at ?? 0)
    },
    open(state) {
      const { report, now } = state
      const anchor = state.anchor(key)
      const reset = report?.resetAt ?? null
      const passed = reset !== null && reset <= now && reset > (anchor ?? 0)
      const start = passed ? reset : (anchor ?? 0)
      const bucket = `${key}/${start}`
      const holds = report !== null && !passed && (reset === null || reset > start)
      const coming = reset !== null && reset > now ? reset : null
      const look = coming === null ? lookOf(lookKey, state, start) : null
      return {
        bucket,
        buckets: [bucket],
        anchor: passed ? { key, seen: anchor, next: start } : look?.since === 0 ? look.move : null,
        observation: holds ? key : null,
        // what came before, the provider counts itself
        since: now,
        bucketAt: () => bucket,
        resetAt: () => coming ?? look?.at ?? now,
        endsAt: coming ?? now + retoldMs,
        look: look !== null && look.since > 0 && look.at <= now ? look.move : null,
      }
    },
  }
}

interface Looking {
  /** What was heard of the window last; 0 where nothing was. */
  readonly since: number
  /** When a call may look how much is left, at the earliest. */
  readonly at: number
  readonly move: AnchorMove
}

function lookOf(key: string, { anchor, report, now }: WindowState, start: number): Looking {
  const seen = anchor(key)
  const since = Math.max(report?.at ?? 0, seen ?? 0, start)
  return { since, at: (since === 0 ? now : since) + unknownEndMs, move: { key, seen, next: now } }
}
