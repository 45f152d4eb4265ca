import type { IdSource } from '@autopack/contracts'

/** `run-1`, `run-2`, `approval-1`, …: the same names in every test run. */
export function createFakeIds(): IdSource {
  const counts = new Map<string, number>()
  return {
    next(kind) {
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)
      return `${kind}-${count}`
    },
  }
}
