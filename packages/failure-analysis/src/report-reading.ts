import type { TestReport } from '@autopack/contracts'

/** What a reader makes of a report. */
export type ReportReading =
  | { readonly kind: 'report'; readonly report: TestReport }
  /** `message` says what is wrong with it and what to do. */
  | { readonly kind: 'unreadable'; readonly message: string }
