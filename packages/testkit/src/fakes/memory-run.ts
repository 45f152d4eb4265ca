import type { AppendResult, Clock, JournalEvent, Signal } from '@autopack/contracts'

export interface MemoryRun {
  readonly run: string
  readonly events: JournalEvent[]
  readonly batches: Map<string, AppendResult>
  readonly signals: Signal[]
  readonly consumed: Set<number>
  epoch: number
  lease: { readonly owner: string; readonly expiresAt: number } | null
}

export function createMemoryRun(run: string): MemoryRun {
  return { run, events: [], batches: new Map(), signals: [], consumed: new Set(), epoch: 0, lease: null }
}

export function hasLiveLease({ lease }: MemoryRun, clock: Clock): boolean {
  return lease !== null && lease.expiresAt > clock.now()
}

export function unreadSignals({ signals, consumed }: MemoryRun): Signal[] {
  return signals.filter(({ id }) => !consumed.has(id))
}
