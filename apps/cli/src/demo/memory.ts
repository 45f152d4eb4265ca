import type { Line } from '../terminal/span.ts'

export type Told = readonly Line[]

/** What is remembered of a phase from one event to the next. */
export interface Memory {
  readonly goal: string
  author: string
  /** Digest of its change as it was told last. */
  change: string
  /** What tests and auditor said of it. */
  verdicts: readonly string[]
}

export function newMemory(goal: string): Memory {
  return { goal, author: '', change: '', verdicts: [] }
}
