import type { RunView } from '@autopack/core'
import type { Symbols } from '../terminal/symbols.ts'
import type { Tone } from '../terminal/span.ts'
import { stopOfView } from './stop-of-view.ts'

export type Situation = 'executing' | 'done' | 'failed' | 'cancelled' | 'waiting' | 'postponed' | 'paused' | 'interrupted'

/** What a person calls the state a run is in. */
export function situationOf(view: RunView, executing: boolean): Situation {
  const stop = stopOfView(view)
  if (stop.kind === 'ended') return stop.state === 'DONE_SUCCESS' ? 'done' : view.cancelled === null ? 'failed' : 'cancelled'
  if (executing) return 'executing'
  if (stop.kind === 'waiting') return stop.for === 'pause' ? 'paused' : stop.for === 'quota' ? 'postponed' : 'waiting'
  return 'interrupted'
}

/** The mark and the tone of a situation. */
export function markOf(situation: Situation, symbols: Symbols): { readonly symbol: string; readonly tone: Tone } {
  switch (situation) {
    case 'done':
      return { symbol: symbols.good, tone: 'good' }
    case 'failed':
      return { symbol: symbols.bad, tone: 'bad' }
    case 'cancelled':
      return { symbol: symbols.bad, tone: 'warn' }
    case 'executing':
      return { symbol: symbols.running, tone: 'accent' }
    case 'waiting':
    case 'postponed':
    case 'paused':
      return { symbol: symbols.waiting, tone: 'warn' }
    case 'interrupted':
      return { symbol: symbols.pending, tone: 'warn' }
  }
}
