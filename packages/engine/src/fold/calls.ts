import { openAttempt, phaseOf, tierOf } from '../view/lookup.ts'
import type { Spent } from '../view/run-view.ts'
import type { Folders } from './folder.ts'

/** Model calls and what they cost, charged to run, tier and phase. */
export const foldCalls: Folders<'call-start' | 'call-end'> = {
  'call-start': (view, data, event) => {
    view.calls[data.operation] = {
      ...data,
      attempt: openAttempt(phaseOf(view, data.phase))?.number ?? 0,
      at: event.at,
      end: null,
    }
  },
  'call-end': (view, data) => {
    const call = view.calls[data.operation]
    if (call === undefined || call.end !== null) return
    call.end = data
    const phase = phaseOf(view, call.phase)
    const spents: readonly Spent[] = [view.spent, phase.spent, tierOf(view, phase.slice.tier).spent]
    for (const spent of spents) {
      spent.tokens += data.tokens
      spent.nanoUsd += data.nanoUsd
      spent.tokensByRole[call.role] += data.tokens
    }
  },
}
