/** Time as the engine sees it. `now` may jump (NTP, suspend); `monotonic` never runs backwards. */
export interface Clock {
  /** Wall clock, milliseconds since the epoch. Only written into events, never used to measure. */
  now(): number
  /** Milliseconds from an arbitrary start. Durations and caps are measured with it. */
  monotonic(): number
  /** Resolves after `ms`; rejects with the signal's reason on abort. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** Where new names come from. Each call returns a name never returned before. */
export interface IdSource {
  /** Lower-case letters, digits and dashes, at most 40 characters, valid in a git ref. */
  next(kind: 'run' | 'approval' | 'owner' | 'batch'): string
}
