import type { PhaseSlice } from '@autopack/contracts'

/** Phases with the same commands and variables share one baseline; the run's base commit is the same for all. */
export function baselineKey(slice: PhaseSlice): string {
  return JSON.stringify([slice.ci?.entries ?? [], Object.entries(slice.env).toSorted(([left], [right]) => (left < right ? -1 : 1))])
}
