import type { Line } from '../terminal/span.ts'

/** What one event says, and of which phase; null where there is nothing to tell. */
export interface Remark {
  readonly phase: string | null
  readonly lines: readonly Line[]
}
