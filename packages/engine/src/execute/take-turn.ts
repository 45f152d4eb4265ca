import type { BaselineClaim } from '@autopack/contracts'
import type { Session } from '../session/session.ts'

const pollMs = 200

interface Turn extends BaselineClaim {
  /** Whether somebody else had it before. */
  readonly waited: boolean
}

/** The turn to measure a baseline, once whoever has it has given it back; nobody's when that takes too long. */
export async function takeTurn({ parts: { baselines, clock } }: Session, key: string, { mostMs, signal }: { readonly mostMs: number; readonly signal: AbortSignal }): Promise<Turn> {
  const latest = clock.monotonic() + mostMs
  for (let waited = false; ; waited = true) {
    const claim = await baselines.claim(key)
    if (claim !== null) return { waited, release: () => claim.release() }
    if (signal.aborted || clock.monotonic() >= latest) return { waited: true, release: () => undefined }
    // an abort is seen above
    await clock.sleep(pollMs, signal).catch(() => undefined)
  }
}
