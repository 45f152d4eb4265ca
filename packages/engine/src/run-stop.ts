import type { RunState, WaitKind } from '@autopack/contracts'

/** Why the engine let go of a run. Only `ended` is final; everything else can be advanced again. */
export type RunStop =
  | { readonly kind: 'ended'; readonly state: RunState; readonly reason: string | null }
  | { readonly kind: 'waiting'; readonly for: WaitKind; readonly message: string }
  /** The caller's signal. */
  | { readonly kind: 'stopped' }
  /** Another living process executes it. */
  | { readonly kind: 'busy'; readonly pid: number | null }
  /** Another process has taken the run over while this one was not looking; nothing more was written. */
  | { readonly kind: 'fenced' }
