import { promotionEligibility, type RunView } from '@autopack/core'

/** Whether promote would move a branch: the run is done, nothing of it was taken back, and it is not promoted yet. */
export function isPromotable(view: RunView): boolean {
  return promotionEligibility(view) === null && view.head !== view.created.base && view.promotions.at(-1)?.commit !== view.head
}

/** Whether a run is over and left something that it did not keep. */
export function isIncomplete(view: RunView): boolean {
  return view.endedAt !== null && Object.values(view.phases).some(({ state, rolledBack }) => state !== 'COMPLETE' || rolledBack)
}

/** The newest of these runs that is a retry of this one; null where there is none. */
export function retryOf(run: string, all: readonly RunView[]): string | null {
  return all.find(({ created: { parent } }) => parent?.kind === 'retry' && parent.run === run)?.run ?? null
}

/** When a run that waits for a quota goes on, wall clock, milliseconds; null for one that waits for none, or that somebody has paused. */
export function quotaReset({ endedAt, waiting, phases }: RunView): number | null {
  if (endedAt !== null || waiting?.kind === 'pause') return null
  const resets = Object.values(phases).flatMap((phase) => (phase.waiting?.kind === 'quota' ? (phase.waiting.until ?? []) : []))
  return resets.length === 0 ? null : Math.min(...resets)
}
