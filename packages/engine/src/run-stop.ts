import type { RunState, WaitKind } from '@autopack/contracts'
import { failureKind, worstFailure } from './decide/worst-failure.ts'
import type { RunView } from './view/run-view.ts'

/** What ended a run whose state stands for several things. `authentication`: credentials are not accepted, or their account has nothing left. */
export type EndCause = 'cancelled' | 'authentication'

/** Why the engine let go of a run. Only `ended` is final; everything else can be advanced again. */
export type RunStop =
  | { readonly kind: 'ended'; readonly state: RunState; readonly reason: string | null; readonly cause?: EndCause }
  | { readonly kind: 'waiting'; readonly for: WaitKind; readonly message: string }
  /** The caller's signal. */
  | { readonly kind: 'stopped' }
  /** Another living process executes it. */
  | { readonly kind: 'busy'; readonly pid: number | null }
  /** Another process has taken the run over while this one was not looking; nothing more was written. */
  | { readonly kind: 'fenced' }

/** How a run that has ended did so. */
export function endedAs(view: RunView): Extract<RunStop, { kind: 'ended' }> {
  const cause = endCause(view)
  return { kind: 'ended', state: view.state, reason: view.reason, ...(cause === null ? {} : { cause }) }
}

function endCause(view: RunView): EndCause | null {
  if (view.state === 'DONE_FAILED_REQUIRES_HUMAN_REVIEW' && view.cancelled !== null) return 'cancelled'
  const { phase } = worstFailure(view)
  return view.state === 'DONE_FAILED_ENVIRONMENT' && phase !== null && failureKind(phase) === 'authentication' ? 'authentication' : null
}
