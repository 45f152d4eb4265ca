import { hash } from 'node:crypto'
import type { JournalEvent } from '@autopack/contracts'

/** What the first event of every run is chained to. */
export const firstPreviousHash: string = '0'.repeat(64)

/** The hash that `event` must carry: SHA-256 over the previous hash (64 hexadecimal digits) and the event's canonical JSON with its run and without its hash. */
export function eventHash(previous: string, run: string, event: Omit<JournalEvent, 'hash'>): string {
  const { seq, type, version, epoch, at, data } = event
  return hash('sha256', previous + canonical({ run, seq, type, version, epoch, at, data }), 'hex')
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1))) : inner,
  )
}
